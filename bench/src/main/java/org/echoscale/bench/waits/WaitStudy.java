package org.echoscale.bench.waits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.echoscale.bench.limits.Limits;
import org.echoscale.results.model.WaitCosts.Left;
import org.echoscale.results.model.WaitCosts.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Measures what wait calls cost in short slices that alternate: in each round every mechanism, mode and number of
 * descriptors has its turn, in a random order, so that a machine that becomes slower or faster does so for all of them. The
 * processes that wait are up at the same time, one at work. For one thread, which may be interrupted.
 */
public final class WaitStudy {
    /** Stands for all descriptors, however many there are. */
    public static final int ALL = Integer.MAX_VALUE;

    private static final int WARM_UP_DESCRIPTORS = 10;

    private final Settings settings;
    private final long openFiles;
    private final OptionalInt cpu;
    private final Watcher watcher;
    private final Random random;
    private final List<Left> left = new ArrayList<>();

    /**
     * What is measured.
     *
     * @param descriptors numbers of them
     * @param ready numbers of those that are ready, or {@link #ALL}; of fewer descriptors all are
     * @param slice shortest time of a slice
     * @param warmUp time for each mechanism and mode before the first round
     * @param program in C or any other language, to be held against Java; absent when there is none
     */
    public record Settings(List<Kind> kinds, List<Mechanism> mechanisms, List<Mode> modes, List<Integer> descriptors,
            List<Integer> ready, int rounds, Duration slice, Duration warmUp, long seed, @Nullable Path program) {
        public Settings {
            kinds = List.copyOf(kinds);
            mechanisms = List.copyOf(mechanisms);
            modes = List.copyOf(modes);
            descriptors = descriptors.stream().sorted().distinct().toList();
            ready = List.copyOf(ready);
        }
    }

    /** Is told how it goes on. */
    public interface Watcher {
        /**
         * Something begins, in words.
         *
         * @param done part of the whole, from 0 to 1
         */
        void at(String what, double done);

        /** A round is complete. */
        void measured(List<Slice> round);
    }

    public WaitStudy(Settings settings, Limits limits, OptionalInt cpu, Watcher watcher) {
        this.settings = settings;
        this.openFiles = limits.openFiles().orElse(1024L);
        this.cpu = cpu;
        this.watcher = watcher;
        this.random = new Random(settings.seed());
    }

    /** What was asked for and is not measured, once {@link #run} has begun with its kind. */
    public List<Left> left() {
        return List.copyOf(left);
    }

    /** Measures all kinds, one after the other. */
    public void run() throws IOException {
        for (int i = 0; i < settings.kinds().size(); i++) {
            run(settings.kinds().get(i), i);
        }
    }

    private void run(Kind kind, int order) throws IOException {
        List<Point> points = points(kind);
        if (points.isEmpty()) {
            return;
        }
        int size = points.stream().mapToInt(Point::descriptors).max().orElseThrow();
        watcher.at(kind.word() + ": opening " + size + " descriptors", (double) order / settings.kinds().size());
        try (Agents agents = Agents.start(kind, size, points, cpu, settings.program())) {
            warmUp(agents, points);
            for (int round = 1; round <= settings.rounds(); round++) {
                watcher.measured(round(agents, kind, order, points, round));
            }
        }
    }

    // ---- what there is to measure ----

    private List<Point> points(Kind kind) {
        int most = WaitBench.most(kind, openFiles);
        List<Integer> fitting = settings.descriptors().stream().filter(n -> n <= most).toList();
        settings.descriptors()
                .stream()
                .filter(n -> n > most)
                .forEach(n -> left.add(new Left(kind.word() + ", " + n
                        + " descriptors", "a process that may open " + openFiles + " files can wait for " + most)));
        Set<Point> points = new LinkedHashSet<>();
        for (Mechanism mechanism : settings.mechanisms()) {
            for (Mode mode : settings.modes()) {
                mode.reasonAgainst(mechanism, kind)
                        .ifPresentOrElse(
                                reason -> left.add(new Left(
                                        kind.word() + ", " + mechanism.word() + ", mode " + mode.word(), reason)),
                                () -> fitting.forEach(n -> add(points, kind, mechanism, mode, n, fitting.getLast())));
            }
        }
        return List.copyOf(points);
    }

    private void add(Set<Point> points, Kind kind, Mechanism mechanism, Mode mode, int descriptors, int size) {
        int most = WaitBench.mostReady(kind, size, descriptors, openFiles);
        for (int wanted : settings.ready()) {
            Point point = new Point(mechanism, mode, descriptors, Math.min(wanted, descriptors));
            Optional<String> reason = point.reasonAgainst(kind);
            if (reason.isPresent()) {
                leave(kind.word() + ", " + mechanism.word() + ", mode " + mode.word() + ", " + point.ready()
                        + " ready", reason.get());
            } else if (point.ready() > most) {
                leave(kind.word() + ", " + point.ready() + " ready of " + descriptors, "with " + size
                        + " descriptors open this process has the other ends of " + most + " of them only");
            } else {
                points.add(point);
            }
        }
    }

    private void leave(String what, String reason) {
        Left one = new Left(what, reason);
        if (!left.contains(one)) {
            left.add(one);
        }
    }

    // ---- measuring ----

    private void warmUp(Agents agents, List<Point> points) throws IOException {
        Set<Point> small = new LinkedHashSet<>();
        for (Point point : points) {
            small.add(new Point(point.mechanism(), point.mode(),
                    Math.min(WARM_UP_DESCRIPTORS, agents.size()), 1));
        }
        for (Point point : small) {
            for (AgentProcess agent : agents.of(point.mechanism()).values()) {
                agent.slice(point, settings.warmUp(), 0);
            }
        }
    }

    private List<Slice> round(Agents agents, Kind kind, int order, List<Point> points, int round) throws IOException {
        List<Point> shuffled = new ArrayList<>(points);
        Collections.shuffle(shuffled, random);
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < shuffled.size(); i++) {
            Point point = shuffled.get(i);
            double part = (round - 1 + (double) i / shuffled.size()) / settings.rounds();
            watcher.at(kind.word() + ", round " + round + " of " + settings.rounds(),
                    (order + part) / settings.kinds().size());
            double start = random.nextDouble();
            List<Map.Entry<Program, AgentProcess>> turn = new ArrayList<>(agents.of(point.mechanism()).entrySet());
            Collections.shuffle(turn, random);
            for (Map.Entry<Program, AgentProcess> agent : turn) {
                Measured found = agent.getValue().slice(point, settings.slice(), start);
                slices.add(new Slice(round, agent.getKey().word, kind.word(), point.mechanism().word(),
                        point.mode().word(), point.descriptors(), point.ready(), found.calls(), found.nanos(),
                        found.cpuNanos()));
            }
        }
        return slices;
    }

    /** What waits. */
    private enum Program {
        JAVA("java"), C("c");

        final String word;

        Program(String word) {
            this.word = word;
        }
    }

    /** The processes of a kind. */
    private static final class Agents implements AutoCloseable {
        private final int size;
        private @Nullable AgentProcess plain;
        private @Nullable AgentProcess channels;
        private @Nullable AgentProcess program;

        private Agents(int size) {
            this.size = size;
        }

        static Agents start(Kind kind, int size, List<Point> points, OptionalInt cpu, @Nullable Path program)
                throws IOException {
            Agents agents = new Agents(size);
            try {
                if (points.stream().anyMatch(point -> point.mechanism() != Mechanism.SELECTOR)) {
                    agents.plain = AgentProcess.java(kind, false, size, cpu);
                    if (program != null) {
                        agents.program = AgentProcess.program(program, kind, size, cpu);
                    }
                }
                if (points.stream().anyMatch(point -> point.mechanism() == Mechanism.SELECTOR)) {
                    agents.channels = AgentProcess.java(kind, true, size, cpu);
                }
                return agents;
            } catch (IOException | RuntimeException e) {
                agents.close();
                throw e;
            }
        }

        int size() {
            return size;
        }

        /** Those that can wait with a mechanism. */
        Map<Program, AgentProcess> of(Mechanism mechanism) {
            Map<Program, AgentProcess> all = new EnumMap<>(Program.class);
            AgentProcess java = mechanism == Mechanism.SELECTOR ? channels : plain;
            if (java != null) {
                all.put(Program.JAVA, java);
            }
            if (program != null && mechanism != Mechanism.SELECTOR) {
                all.put(Program.C, program);
            }
            return all;
        }

        @Override
        public void close() {
            for (AgentProcess agent : new AgentProcess[]{program, channels, plain}) {
                if (agent != null) {
                    agent.close();
                }
            }
        }
    }
}
