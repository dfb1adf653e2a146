package org.echoscale.bench.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echoscale.results.compare.Compared;
import org.echoscale.results.compare.ComparedCell;
import org.echoscale.results.compare.Conditions;
import org.echoscale.results.compare.Difference;
import org.echoscale.results.compare.Findings;
import org.echoscale.results.compare.Measure;
import org.echoscale.results.compare.RunComparison;
import org.echoscale.results.compare.Side;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.stats.Spread;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of two runs for programs, described in docs/diff.md. What is absent has no key.
 *
 * @param schema version of the format
 * @param version of the program
 * @param outcome whether they were compared
 * @param sameRun whether A and B are one and the same
 * @param environment how the two environments differ
 * @param verdict what was found, in sentences; empty when refused
 * @param cells what both runs have; empty when refused
 * @param onlyInA cells that the second run lacks; empty when refused
 * @param onlyInB cells that the first run lacks; empty when refused
 * @param warnings what was wrong with the files
 */
record DiffDocument(int schema, String version, Outcome outcome, RunPart a, RunPart b, boolean sameRun,
        EnvironmentPart environment, List<String> verdict, List<CellPart> cells, List<Cell> onlyInA,
        List<Cell> onlyInB, List<String> warnings) {
    private static final int SCHEMA = 1;

    /** Whether they were compared, and how rightly. */
    enum Outcome {
        /** They were, and nothing speaks against it. */
        COMPARED,
        /** They were because of --force, although their environments differ. */
        FORCED,
        /** They were not, as their environments differ. */
        REFUSED
    }

    /** A run. */
    record RunPart(String directory, String plan, String version, @Nullable String gitCommit, int forks,
            Instant startedAt, Instant lastTrialAt, @Nullable RangePart stealShare, @Nullable RangePart otherCpuShare,
            @Nullable RangePart loadAverage, @Nullable Integer throttledTrials,
            @Nullable Double nullTestGeneratorNanosPerMessage) {
        static RunPart of(Path directory, RunManifest run, Conditions meanwhile, @Nullable NullTest nullTest) {
            return new RunPart(directory.toString(), run.plan().name(), run.version(),
                    run.environment().facts().get("git.commit"), run.plan().forks(), meanwhile.first(),
                    meanwhile.last(), RangePart.of(meanwhile.steal()), RangePart.of(meanwhile.otherCpu()),
                    RangePart.of(meanwhile.loadAverage()), meanwhile.throttledTrials(),
                    nullTest == null ? null : Double.valueOf(nullTest.generatorNanosPerMessage()));
        }
    }

    /** A figure over the trials of a run. */
    record RangePart(double median, double max) {
        static @Nullable RangePart of(@Nullable Spread spread) {
            return spread == null ? null : new RangePart(spread.median(), spread.max());
        }
    }

    /** What the two environments do not have in common. */
    record EnvironmentPart(List<Difference> differences, List<Difference> shown, List<Difference> unchecked) {}

    /**
     * A cell.
     *
     * @param b the cell of B, when it is of another load
     */
    record CellPart(Cell cell, @Nullable Cell b, int trialsOfA, int trialsOfB, List<Side.Problem> problemsOfA,
            List<Side.Problem> problemsOfB, Map<String, MeasurePart> measures) {
        static CellPart of(ComparedCell of) {
            Map<String, MeasurePart> measures = new LinkedHashMap<>();
            of.measures().forEach(one -> measures.put(key(one.measure()), MeasurePart.of(one)));
            return new CellPart(of.a().cell(), of.a().cell().equals(of.b().cell()) ? null : of.b().cell(),
                    of.a().trials(), of.b().trials(), of.a().problems(), of.b().problems(), measures);
        }

        private static String key(Measure measure) {
            return switch (measure) {
                case CPU -> "serverMicros";
                case QUOTIENT -> "serverPerGenerator";
                case P50 -> "p50Micros";
                case P99 -> "p99Micros";
                case THROUGHPUT -> "messagesPerSecond";
            };
        }
    }

    /** A measure of a cell. */
    record MeasurePart(ForksPart a, ForksPart b, @Nullable Double ratio, Compared.@Nullable Interval interval,
            Compared.Reading reading, boolean forksDisagree) {
        static MeasurePart of(Compared one) {
            return new MeasurePart(ForksPart.of(one.a()), ForksPart.of(one.b()), one.ratio(), one.interval(),
                    one.reading(), one.lopsided());
        }
    }

    /** A value over the forks of a run. */
    record ForksPart(double median, List<Double> perFork) {
        static ForksPart of(Spread spread) {
            return new ForksPart(spread.median(), spread.perFork());
        }
    }

    static DiffDocument of(Path a, Path b, RunComparison runs, List<String> warnings) {
        return new DiffDocument(SCHEMA, Version.program(),
                runs.environment().passes() ? Outcome.COMPARED : Outcome.FORCED,
                RunPart.of(a, runs.a(), runs.conditionsOfA(), runs.nullTestOfA()),
                RunPart.of(b, runs.b(), runs.conditionsOfB(), runs.nullTestOfB()),
                runs.sameRun(), environment(runs), Findings.of(runs),
                runs.cells().stream().map(CellPart::of).toList(), runs.onlyInA(), runs.onlyInB(), warnings);
    }

    static DiffDocument refused(Path a, Path b, RunComparison runs, List<String> warnings) {
        return new DiffDocument(SCHEMA, Version.program(), Outcome.REFUSED,
                RunPart.of(a, runs.a(), runs.conditionsOfA(), runs.nullTestOfA()),
                RunPart.of(b, runs.b(), runs.conditionsOfB(), runs.nullTestOfB()),
                runs.sameRun(), environment(runs), List.of(), List.of(), List.of(), List.of(), warnings);
    }

    private static EnvironmentPart environment(RunComparison runs) {
        return new EnvironmentPart(runs.environment().differences(), runs.environment().shown(),
                runs.environment().unchecked());
    }
}
