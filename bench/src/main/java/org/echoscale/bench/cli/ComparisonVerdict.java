package org.echoscale.bench.cli;

import org.echoscale.bench.run.ComparisonFigures;
import static org.echoscale.bench.cli.ComparisonNumbers.coarse;
import static org.echoscale.bench.cli.ComparisonNumbers.forks;
import static org.echoscale.bench.cli.ComparisonNumbers.range;

import java.util.List;
import java.util.Set;
import org.echoscale.results.stats.Spread;

/**
 * A comparison in sentences, one for each server but the reference. A difference is stated when all forks agree on its side
 * of 1, to the hundredth, and when it is larger than what a second copy of the reference shows, if there is one.
 */
final class ComparisonVerdict {
    /** The quotient by the generator's CPU misleads when a server changes that too, by as much as this. */
    private static final double OTHER_GENERATOR = 1.10;
    /** The same when there is one fork, which cannot tell it from chance. */
    private static final double OTHER_GENERATOR_IN_ONE_FORK = 1.25;

    private final String reference;
    private final List<ComparisonFigures> figures;
    private final Set<String> copies;

    /**
     * @param figures the reference's first
     * @param copies names of further copies of the reference
     */
    private ComparisonVerdict(List<ComparisonFigures> figures, Set<String> copies) {
        this.reference = figures.getFirst().server();
        this.figures = figures;
        this.copies = copies;
    }

    /** The sentences; none when nothing was measured. */
    static List<String> of(List<ComparisonFigures> figures, Set<String> copies) {
        return figures.isEmpty() ? List.of() : new ComparisonVerdict(figures, copies).sentences();
    }

    private List<String> sentences() {
        return figures.stream()
                .skip(1)
                .map(server -> copies.contains(server.server()) ? ofCopy(server) : ofOther(server))
                .toList();
    }

    private String ofOther(ComparisonFigures server) {
        boolean misleads = generatorDiffers(server);
        Spread ratio = misleads ? server.serverRatio() : server.ratio();
        String why = misleads
                ? " By server CPU alone: the generator's own messages cost "
                        + coarse(server.generatorRatio().median()) + "× as much with " + server.server()
                        + ", so RATIO misleads."
                : "";
        String found = coarse(ratio.median()) + "×; " + evidence(ratio);
        if (!isClear(ratio)) {
            return server.server() + ": no difference from " + reference + " seen in CPU per message (" + found + ")."
                    + why;
        }
        if (!misleads && withinCopies(ratio.median())) {
            return server.server() + ": no difference from " + reference + " seen beyond that of " + reference
                    + " from itself (" + found + ").";
        }
        return server.server() + " costs " + coarse(ratio.median()) + "× the CPU per message of " + reference + " ("
                + evidence(ratio) + ")." + why;
    }

    private String ofCopy(ComparisonFigures copy) {
        Spread ratio = copy.ratio();
        String found = coarse(ratio.median()) + "×; " + evidence(ratio);
        return copy.server() + " is " + reference + " again: " + (ratio.forks() == 1
                ? "what the machine alone makes of it is " + coarse(ratio.median()) + "× (" + evidence(ratio) + ")."
                : isClear(ratio)
                        ? "the machine alone makes a difference (" + found + ")."
                        : "no difference seen (" + found + "), as it should be.");
    }

    /** A single fork shows no spread, so that its ratio is stated as it is. */
    private static boolean isClear(Spread ratio) {
        return ratio.forks() == 1 || hundredths(ratio.min()) > 100 || hundredths(ratio.max()) < 100;
    }

    private static long hundredths(double ratio) {
        return Math.round(ratio * 100);
    }

    private boolean withinCopies(double ratio) {
        return figures.stream()
                .filter(server -> copies.contains(server.server()) && server.ratio().forks() > 1)
                .anyMatch(copy -> copy.ratio().min() <= ratio && ratio <= copy.ratio().max());
    }

    private static boolean generatorDiffers(ComparisonFigures server) {
        Spread ratio = server.generatorRatio();
        double least = ratio.forks() == 1 ? OTHER_GENERATOR_IN_ONE_FORK : OTHER_GENERATOR;
        return ratio.min() >= least || ratio.max() <= 1 / least;
    }

    private static String evidence(Spread ratio) {
        if (ratio.forks() == 1) {
            return "1 fork, indicative";
        }
        return forks(ratio.forks()) + ", " + range(ratio)
                + (ratio.forks() < ComparisonNumbers.ENOUGH_FORKS ? ", indicative" : "");
    }
}
