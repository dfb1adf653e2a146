package org.echoscale.bench.cli;

import java.util.List;
import java.util.function.Function;

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

    /** Several, each of them once. */
    static <T> List<T> parse(String option, List<String> words, Function<String, T> parser) {
        return words.stream().map(word -> parse(option, word, parser)).distinct().toList();
    }
}
