package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The words of the command line, as a result keeps them: the command first, without the program. */
final class CommandWords {
    private CommandWords() {}

    /** @param spec of the command; null when it was not parsed */
    static List<String> of(@Nullable CommandSpec spec, String command) {
        List<String> words = spec == null
                ? new ArrayList<>()
                : new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
        words.remove(command); // the first of them is the command
        words.addFirst(command);
        return words;
    }
}
