package org.echoscale.bench.cli;

import java.util.List;
import java.util.function.Function;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.plan.Units;

/** The text of an option, parsed; a mistake in it names the option: {@code "--slice: '2' is not a duration …"}. */
final class OptionText {
    private OptionText() {}

    /** One value. */
    static <T> T parse(String option, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage(), e);
        }
    }

    /** How many of the open connections are active: not more than there are. */
    static int active(int active, int open) {
        if (active > open) {
            throw new UsageException("--active: " + active + " is more than --connections " + open);
        }
        return active;
    }

    /** A size of messages that the generator can send. */
    static int payload(String text) {
        int bytes = parse("--payload", text, Units::bytes);
        if (bytes > Crowd.LARGEST_PAYLOAD) {
            throw new UsageException(
                    "--payload: '" + text + "' is more than 16MiB, the largest message");
        }
        return bytes;
    }

    /** Several, each of them once. */
    static <T> List<T> parse(String option, List<String> words, Function<String, T> parser) {
        return words.stream().map(word -> parse(option, word, parser)).distinct().toList();
    }
}
