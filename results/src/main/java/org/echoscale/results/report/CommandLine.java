package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.echoscale.results.model.RunManifest;

/** The words with which a run was started: what they changed in its plan, and how to say them again. */
final class CommandLine {
    private static final String SEED = "--seed";

    /** The first place for results is taken when the run is repeated. */
    private static final String OUT = "--out";

    /** What it came to is repeated, the number of forks: another version may forecast another time. */
    private static final String BUDGET = "--budget";

    private static final String NOISE_FROM = "--noise-from";

    /** Options that say nothing about what is measured, and those that the report says elsewhere. */
    private static final Set<String> ASIDE = Set.of(OUT, SEED, NOISE_FROM, "--plugin", "--json", "--verbose");

    private static final Set<String> ONCE = Set.of(OUT, SEED, BUDGET, NOISE_FROM);

    private static final Set<String> WITHOUT_VALUE = Set.of("--json", "--verbose", "--syscalls");

    private final RunManifest run;

    /** An option with its value, or a word that is none. */
    private record Part(String name, List<String> words) {}

    CommandLine(RunManifest run) {
        this.run = run;
    }

    /** {@code "quick, with --connections 10,1k"}: the plan, and the options that came before what it says. */
    String plan() {
        String options = parts().stream()
                .filter(part -> part.name().startsWith("-") && !ASIDE.contains(part.name()))
                .map(part -> String.join(" ", part.words()))
                .collect(Collectors.joining(" "));
        return run.plan().name() + (options.isEmpty() ? "" : ", with " + options);
    }

    /** For a shell: measures the same again, in the same order and with the same connections active. */
    String repeated() {
        List<String> words = new ArrayList<>();
        parts().stream()
                .filter(part -> !ONCE.contains(part.name()))
                .forEach(part -> words.addAll(part.words()));
        if (parts().stream().anyMatch(part -> part.name().equals(BUDGET))) {
            words.add("--forks");
            words.add(String.valueOf(run.plan().forks()));
        }
        words.add(SEED);
        words.add(String.valueOf(run.plan().seed()));
        return "./echoscale " + words.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        List<String> line = run.commandLine();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            int equals = word.indexOf('=');
            boolean option = word.startsWith("--");
            if (option && equals < 0 && !WITHOUT_VALUE.contains(word) && i + 1 < line.size()
                    && !line.get(i + 1).startsWith("--")) {
                parts.add(new Part(word, List.of(word, line.get(++i))));
            } else {
                parts.add(new Part(option && equals > 0 ? word.substring(0, equals) : word, List.of(word)));
            }
        }
        return parts;
    }

    /** A word for a shell. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:,=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
