package org.echoscale.bench.claims;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.run.ComparisonFigures;
import org.echoscale.bench.run.Contender;
import org.echoscale.bench.run.EnvironmentReader;
import org.echoscale.bench.run.Placement;
import org.echoscale.bench.run.SideBySide;
import org.echoscale.bench.run.SideBySide.Meanwhile;
import org.echoscale.bench.run.SideBySide.Sample;
import org.echoscale.bench.run.SideBySide.WarmedUp;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.waits.Kind;
import org.echoscale.bench.waits.Mechanism;
import org.echoscale.bench.waits.Mode;
import org.echoscale.bench.waits.WaitStudy;
import org.echoscale.core.Support;
import org.echoscale.results.files.WaitFile;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.model.WaitCosts.Slice;
import org.echoscale.results.stats.WaitFigures;
import org.jspecify.annotations.Nullable;

/**
 * Measures what claims are decided by: each thing once, however many claims ask for it. For one thread, which may be
 * interrupted.
 */
public final class Laboratory {
    private static final List<Integer> WAIT_SIZES = List.of(10, 30, 100, 300, 1_000, 2_000, 3_000, 5_000, 7_500, 10_000,
            14_000, 19_000);
    private static final int EPOLL_ROUNDS = 15;
    private static final List<Integer> FEW_WAIT_SIZES = List.of(10, 100, 1_000, 2_000, 3_000, 5_000, 10_000);

    private final Catalog catalog;
    private final Limits limits;
    private final String options;
    private final Placement placement;
    private final boolean quick;
    private final long seed;
    private final @Nullable Path waitsAtHand;
    private final Consumer<String> progress;
    private final Map<Setup, Comparison> comparisons = new HashMap<>();
    /** What the present claim rests on. */
    private final Map<Setup, Comparison> asked = new LinkedHashMap<>();
    private @Nullable WaitFigures waits;

    /** Servers that are compared, with so many connections open and so many of them active. */
    record Setup(List<String> transports, int connections, int active) {
        Setup {
            transports = List.copyOf(transports);
        }
    }

    /**
     * What a comparison of servers found.
     *
     * @param meanwhile what the machine did during its rounds
     * @param warmUps how each server of each fork was warmed up
     */
    record Comparison(List<Sample> samples, Meanwhile meanwhile, List<WarmedUp> warmUps) {}

    /** A claim cannot be decided here; the message says why. */
    static final class UndecidableException extends Exception {
        private static final long serialVersionUID = 1;

        UndecidableException(String why) {
            super(why);
        }
    }

    /**
     * Where claims are decided.
     *
     * @param options of the command line that asked, for the commands that repeat
     * @param quick fewer repetitions and sizes
     * @param waitsAtHand a directory with results of {@code echoscale waits} to read instead of measuring
     * @param progress is told what begins
     */
    public Laboratory(Catalog catalog, Limits limits, String options, boolean quick, long seed,
            @Nullable Path waitsAtHand,
            Consumer<String> progress) throws IOException {
        this.catalog = catalog;
        this.limits = limits;
        this.options = options;
        this.placement = Placement.onThisMachine();
        this.quick = quick;
        this.seed = seed;
        this.waitsAtHand = waitsAtHand;
        this.progress = progress;
    }

    Catalog catalog() {
        return catalog;
    }

    String options() {
        return options;
    }

    Limits limits() {
        return limits;
    }

    Placement placement() {
        return placement;
    }

    boolean quick() {
        return quick;
    }

    void tell(String what) {
        progress.accept(what);
    }

    // ---- servers side by side ----

    /**
     * The figures of one of the servers of a setup against another.
     *
     * @throws UndecidableException when one of them does not run here
     */
    ComparisonFigures compared(Setup setup, String server, String reference) throws IOException, UndecidableException {
        requireSupported(server, setup.connections);
        requireSupported(reference, setup.connections);
        Comparison comparison = comparisons.get(setup);
        if (comparison == null) {
            comparison = measure(setup);
            comparisons.put(setup, comparison);
        }
        asked.put(setup, comparison);
        return ComparisonFigures.of(List.of(reference, server), comparison.samples).getLast();
    }

    /** Another claim begins. */
    void forgetWhatWasAsked() {
        asked.clear();
    }

    /** The comparisons that the present claim asked for. */
    Collection<Comparison> asked() {
        return asked.values();
    }

    private void requireSupported(String transport, int connections) throws UndecidableException {
        Optional<Reason> against = against(transport, connections);
        if (against.isPresent()) {
            throw new UndecidableException(transport + ": " + against.get().message());
        }
    }

    private Optional<Reason> against(String transport, int connections) {
        Support support = catalog.transports().get(transport).support();
        return limits.reasonAgainst(transport, support, connections);
    }

    /** Those of a setup that run here: one that does not must not keep the others from being compared. */
    private Comparison measure(Setup setup) throws IOException {
        List<String> able = setup.transports.stream()
                .filter(transport -> against(transport, setup.connections).isEmpty())
                .toList();
        String what = String.join(", ", able) + " with " + setup.connections + " connections open, "
                + setup.active + " active";
        List<Sample> samples = new ArrayList<>();
        SideBySide comparison = new SideBySide(catalog,
                able.stream().<Contender>map(name -> new Contender.Own(name, name)).toList(),
                settings(setup), limits, new SideBySide.Watcher() {
                    @Override
                    public void at(String step, Duration left, Duration total) {
                        progress.accept(what + ": " + step);
                    }

                    @Override
                    public void measured(List<Sample> round) {
                        samples.addAll(round);
                    }

                    @Override
                    public void warn(String line) {
                        progress.accept("warning: " + line);
                    }
                });
        comparison.run();
        int disturbed = comparison.meanwhile().disturbedRounds();
        if (disturbed > 0) {
            progress.accept("warning: " + what + ": the machine was taken away again and again, so that " + disturbed
                    + (disturbed == 1 ? " disturbed round counts" : " disturbed rounds count"));
        }
        return new Comparison(List.copyOf(samples), comparison.meanwhile(), comparison.warmUps());
    }

    private SideBySide.Settings settings(Setup setup) {
        return new SideBySide.Settings(setup.connections, setup.active, 64, quick ? 3 : 5, quick ? 6 : 12,
                Duration.ofMillis(250), Duration.ofSeconds(quick ? 2 : 4), seed);
    }

    // ---- wait calls ----

    /** What wait calls cost on TCP sockets: read from the results at hand, or measured. */
    WaitFigures waits() throws IOException, UndecidableException {
        WaitFigures figures = waits;
        if (figures == null) {
            figures = WaitFigures.of(waitsAtHand == null ? measureWaits() : WaitFile.read(waitsAtHand));
            waits = figures;
        }
        String there = machine(figures.costs().environment());
        String here = machine(EnvironmentReader.read(placement, limits));
        if (!there.equals(here)) {
            throw new UndecidableException("the results in " + waitsAtHand + " are of another machine: " + there
                    + "; this one is " + here);
        }
        return figures;
    }

    private static String machine(Environment environment) {
        return environment.cpuModel() + ", " + environment.cpus() + " CPUs, " + environment.os() + ", "
                + environment.jvm();
    }

    /**
     * What a call of epoll costs with so few and with so many descriptors. It is so short that a study of all mechanisms tells it
     * no better than to a third, and so it is repeated more often; results at hand are taken as they are.
     */
    WaitFigures epollCalls(int few, int most) throws IOException, UndecidableException {
        return waitsAtHand != null
                ? waits()
                : WaitFigures.of(measureWaits(List.of(Mechanism.EPOLL_LT), List.of(Mode.CALL), List.of(few, most),
                        EPOLL_ROUNDS));
    }

    private WaitCosts measureWaits() throws IOException {
        return measureWaits(List.of(Mechanism.SELECT_BITMAP, Mechanism.POLL, Mechanism.EPOLL_LT),
                List.of(Mode.CALL, Mode.BLOCKING), quick ? FEW_WAIT_SIZES : WAIT_SIZES, quick ? 3 : 5);
    }

    private WaitCosts measureWaits(List<Mechanism> mechanisms, List<Mode> modes, List<Integer> sizes, int rounds)
            throws IOException {
        List<Slice> slices = new ArrayList<>();
        WaitStudy.Settings settings = new WaitStudy.Settings(List.of(Kind.TCP), mechanisms, modes, sizes, List.of(1),
                rounds, Duration.ofMillis(quick ? 20 : 50), Duration.ofMillis(500), seed, null);
        WaitStudy study = new WaitStudy(settings, limits, placement.generator(), new WaitStudy.Watcher() {
            @Override
            public void at(String what, double done) {
                progress.accept("wait calls: " + what);
            }

            @Override
            public void measured(List<Slice> round) {
                slices.addAll(round);
            }
        });
        study.run();
        return new WaitCosts(RunManifest.SCHEMA, "-", Instant.now(), List.of(), seed, settings.rounds(),
                settings.slice().toNanos(), EnvironmentReader.read(placement, limits),
                study.left(), slices);
    }

    /** The command line that repeats the study of wait calls by itself. */
    static String waitsCommand() {
        return "echoscale waits --mode call,blocking --ready 1";
    }
}
