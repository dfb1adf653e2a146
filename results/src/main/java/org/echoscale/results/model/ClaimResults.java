package org.echoscale.results.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the claims that courses repeat: the content of {@code claims.json}.
 *
 * @param schema version of the format, {@value RunManifest#SCHEMA}
 * @param version version of the program that decided
 * @param startedAt when it began
 * @param commandLine the words of the command line, without the program
 * @param seed of the order of slices and of the choice of active connections
 * @param environment where it ran
 * @param findings in the order of the claims
 */
public record ClaimResults(int schema, String version, Instant startedAt, List<String> commandLine, long seed,
        RunManifest.Environment environment, List<Finding> findings) {
    public ClaimResults {
        Range.years("startedAt", startedAt);
        commandLine = List.copyOf(commandLine);
        findings = List.copyOf(findings);
    }

    /** What the measurement says about a claim. */
    public enum Verdict {
        HOLDS("holds"), DOES_NOT_HOLD("does not hold"), CANNOT_TELL("cannot tell here");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** As people read it. */
        public String words() {
            return words;
        }
    }

    /**
     * A claim and what became of it.
     *
     * @param claim its key: {@code K3}
     * @param statement what is claimed, in a line
     * @param because what was seen, and the rule that it was held against
     * @param figures the numbers
     * @param command repeats it
     * @param repeatedRounds of the comparisons that it rests on: put aside because the machine was taken away during them, and
     *            measured again; absent where none was watched
     * @param disturbedRounds of them that count although it was, as too many had been repeated
     * @param warmUps server processes that were warmed up for those comparisons; absent where there was none, and in older
     *            results, like the next
     * @param unsteadyWarmUps of those, the ones that were not steady at the end of it
     */
    public record Finding(String claim, String statement, Verdict verdict, String because, List<Figure> figures,
            String command, @Nullable Integer repeatedRounds, @Nullable Integer disturbedRounds,
            @Nullable Integer warmUps, @Nullable Integer unsteadyWarmUps) {
        public Finding {
            figures = List.copyOf(figures);
            Range.atLeast(0, "repeatedRounds", repeatedRounds);
            Range.atLeast(0, "disturbedRounds", disturbedRounds);
            Range.atLeast(0, "warmUps", warmUps);
            Range.atLeast(0, "unsteadyWarmUps", unsteadyWarmUps);
        }

        /** One that rests on no comparison. */
        public Finding(String claim, String statement, Verdict verdict, String because, List<Figure> figures,
                String command) {
            this(claim, statement, verdict, because, figures, command, null, null, null, null);
        }
    }

    /**
     * A number with its range.
     *
     * @param name what it is
     * @param unit {@code "×"}, {@code "ns"}, {@code "MiB"}; empty for a count
     * @param value the median of the repetitions
     * @param low the lower end of the interval of the median: the lowest of up to eight, of more the outermost few are left out;
     *     absent when there was only one
     * @param high the highest
     * @param repeats how many there were: forks of a comparison, rounds of a study
     */
    public record Figure(String name, String unit, double value, @Nullable Double low, @Nullable Double high,
            int repeats) {
        public Figure {
            Range.atLeast(1, "repeats", repeats);
        }
    }
}
