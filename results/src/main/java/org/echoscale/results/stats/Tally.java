package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.ServerWarmUp;
import org.echoscale.results.model.Subject;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/** Sorts the trials of a run into its cells. A trial becomes part of a figure or of a remark, never of nothing. */
final class Tally {
    private record Key(String subject, int connections, String load) {}

    private final RunManifest manifest;
    private final List<String> warnings;
    private final List<Trial> all;
    /** Of each subject, as tables and charts show it. */
    private final Map<String, String> labels;
    private final List<String> subjects;
    /** Those of them that are one process in all forks. */
    private final Set<String> externals;
    private final Map<Key, List<Trial>> cells = new LinkedHashMap<>();
    /** Trials before which another is missing, as a line leaves it that could not be read. */
    private final Set<Integer> afterHole = new HashSet<>();
    private final List<Remark> gaps = new ArrayList<>();
    private final List<Remark> cautions = new ArrayList<>();

    Tally(RunResults results) {
        manifest = results.manifest();
        warnings = results.warnings();
        all = results.trials();
        labels = manifest.subjects()
                .stream()
                .collect(Collectors.toMap(Subject::name, Subject::label, (first, again) -> first));
        subjects = manifest.subjects().stream().map(Subject::label).distinct().toList();
        externals = manifest.subjects()
                .stream()
                .filter(subject -> subject.kind() == Subject.Kind.EXTERNAL)
                .map(Subject::label)
                .collect(Collectors.toSet());
        int last = 0;
        for (Trial trial : all) {
            if (trial.sequence() != last + 1) {
                afterHole.add(trial.sequence());
            }
            last = trial.sequence();
            cells.computeIfAbsent(key(trial.cell()), key -> new ArrayList<>()).add(trial);
        }
    }

    private Key key(Cell cell) {
        return new Key(label(cell.subject()), cell.connections(), cell.load().kind());
    }

    private String label(String subject) {
        return labels.getOrDefault(subject, subject);
    }

    RunFigures figures() {
        Map<Key, Integer> planned = planned();
        Set<Integer> ladder = new TreeSet<>();
        Set<Key> keys = new LinkedHashSet<>(planned.keySet());
        keys.addAll(cells.keySet());
        keys.forEach(key -> ladder.add(key.connections()));
        List<Figures> figures = new ArrayList<>();
        Map<String, Spread> residentBytes = new LinkedHashMap<>();
        Map<String, MemorySlopes> slopes = new LinkedHashMap<>();
        for (String subject : subjects) {
            List<Trial> own = all.stream().filter(trial -> label(trial.cell().subject()).equals(subject)).toList();
            MemoryLadder memory = new MemoryLadder(own, externals.contains(subject), afterHole);
            MemorySlopes both = MemorySlopes.of(own, memory);
            if (!both.isEmpty()) {
                slopes.put(subject, both);
            }
            Spread slope = memory.slope();
            if (slope != null) {
                residentBytes.put(subject, slope);
            }
            for (int connections : ladder) {
                Figures cell = cell(subject, connections, memory.at(connections));
                if (cell != null) {
                    figures.add(cell);
                }
            }
        }
        List<Key> ordered = keys.stream()
                .sorted(Comparator.comparingInt((Key key) -> subjects.indexOf(key.subject()))
                        .thenComparingInt(Key::connections)
                        .thenComparing(Key::load))
                .toList();
        ordered.forEach(key -> remark(key, planned.getOrDefault(key, 0)));
        return new RunFigures(manifest, subjects, List.copyOf(ladder), figures, residentBytes, slopes, byLoads(gaps),
                byLoads(cautions), warnings, evidence(ordered), warmUps());
    }

    private Evidence evidence(List<Key> keys) {
        return Evidence.of(keys.stream().map(this::rest).toList());
    }

    private Evidence.Rest rest(Key key) {
        return Evidence.Rest.of(key.subject(), key.connections(), key.load(), cells.getOrDefault(key, List.of()));
    }

    /** Of all that was measured, whatever its outcome. */
    private WarmUps warmUps() {
        List<Measurement> measured = all.stream()
                .filter(trial -> trial.cell().load() instanceof Load.Closed)
                .flatMap(trial -> Stream.ofNullable(trial.measurement()))
                .toList();
        Map<String, Integer> unsteadyServers = new LinkedHashMap<>();
        List<WarmServer> servers = all.stream().flatMap(WarmServer::of).distinct().toList();
        for (String subject : subjects) {
            int unsteady = (int) servers.stream()
                    .filter(server -> label(server.subject()).equals(subject) && server.isUnsteady())
                    .count();
            if (unsteady > 0) {
                unsteadyServers.put(subject, unsteady);
            }
        }
        return new WarmUps(measured.size(), (int) measured.stream().filter(m -> !m.warmUp().steady()).count(),
                servers.size(), unsteadyServers);
    }

    /** A server process that was warmed up: a fork has a second one where the first has failed, with other figures. */
    private record WarmServer(String subject, int fork, List<ServerWarmUp> warmUps) {
        static Stream<WarmServer> of(Trial trial) {
            return Stream.ofNullable(trial.serverWarmUps())
                    .map(warmUps -> new WarmServer(trial.cell().subject(), trial.fork(), warmUps));
        }

        /** The load of its first warm-up is applied until it is steady; those of the others for a fixed time. */
        boolean isUnsteady() {
            return !warmUps.getFirst().warmUp().steady();
        }
    }

    /** How many trials of each cell there should be. */
    private Map<Key, Integer> planned() {
        Map<Key, Integer> planned = new LinkedHashMap<>();
        Plan plan = manifest.plan();
        for (RunManifest.Visit visit : manifest.order()) {
            for (int connections : visit.connections()) {
                for (Load load : plan.loads()) {
                    planned.merge(new Key(label(visit.subject()), connections, load.kind()), 1, Integer::sum);
                }
            }
        }
        return planned;
    }

    private @Nullable Figures cell(String subject, int connections, @Nullable Spread residentBytes) {
        List<Trial> closed = valid(new Key(subject, connections, "closed"));
        List<Trial> open = valid(new Key(subject, connections, "open"));
        List<Trial> churn = valid(new Key(subject, connections, "churn"));
        Optional<Cell> any = Stream.of(closed, open, churn).flatMap(List::stream).map(Trial::cell).findFirst();
        if (any.isEmpty()) {
            return null;
        }
        Cell cell = any.get();
        return new Figures(subject, connections, cell.active(),
                closed.isEmpty() ? null : ClosedFigures.of(measurements(closed)),
                open.isEmpty() || !(open.getFirst().cell().load() instanceof Load.Open load)
                        ? null
                        : OpenFigures.of(load, measurements(open)),
                churn.isEmpty() || !(churn.getFirst().cell().load() instanceof Load.Churn load)
                        ? null
                        : ChurnFigures.of(load, measurements(churn)),
                residentBytes,
                SyscallFigures.of(Stream.concat(measurements(closed).stream(), measurements(open).stream()).toList()));
    }

    /**
     * Valid trials of one and the same cell, the first one's; in the order of the forks. None of a cell that must not be believed: a
     * figure of those would be a number among numbers.
     */
    private List<Trial> valid(Key key) {
        if (!rest(key).isBelievable()) {
            return List.of();
        }
        List<Trial> trials = cells.getOrDefault(key, List.of());
        return trials.stream()
                .filter(
                        trial -> trial.outcome() == Outcome.VALID && trial.cell().equals(trials.getFirst().cell()))
                .sorted(Comparator.comparingInt(Trial::fork))
                .toList();
    }

    private static List<Measurement> measurements(List<Trial> valid) {
        return valid.stream().map(trial -> Objects.requireNonNull(trial.measurement())).toList();
    }

    private void remark(Key key, int planned) {
        List<Trial> trials = cells.getOrDefault(key, List.of());
        int of = Math.max(planned, trials.size());
        Map<Outcome, List<Trial>> byOutcome = trials.stream().collect(Collectors.groupingBy(Trial::outcome));
        for (Outcome outcome : Outcome.values()) {
            List<Trial> with = byOutcome.getOrDefault(outcome, List.of())
                    .stream()
                    .filter(trial -> !trial.reasons().isEmpty())
                    .toList();
            if (!with.isEmpty()) {
                (outcome == Outcome.VALID ? cautions : gaps).add(new Remark(key.subject(), key.connections(),
                        key.load(), outcome, with.size(), of, reasons(with), causes(with)));
            }
        }
        long other = trials.stream()
                .filter(trial -> trial.outcome() == Outcome.VALID)
                .filter(trial -> !trial.cell().equals(trials.getFirst().cell()))
                .count();
        if (other > 0) {
            gaps.add(new Remark(key.subject(), key.connections(), key.load(), Outcome.VALID, (int) other, of,
                    "measured with other parameters (active, payload or load) than the first trial of this cell"));
        }
        if (trials.size() < planned) {
            gaps.add(new Remark(key.subject(), key.connections(), key.load(), null, planned - trials.size(), of,
                    afterHole.isEmpty()
                            ? "the run ended before it"
                            : "the run ended before it, or its line cannot be read"));
        }
    }

    /** Each kind of reason once, with the words of the first that has it. */
    private static String reasons(List<Trial> trials) {
        Map<String, Reason> byCode = new LinkedHashMap<>();
        trials.forEach(trial -> trial.reasons().forEach(reason -> byCode.putIfAbsent(reason.code(), reason)));
        return byCode.values().stream().map(Reason::message).collect(Collectors.joining("; "));
    }

    private static List<Remark.Cause> causes(List<Trial> trials) {
        Map<String, List<String>> messages = new LinkedHashMap<>();
        trials.forEach(trial -> trial.reasons()
                .stream()
                .collect(Collectors.toMap(Reason::code, Reason::message, (first, again) -> first, LinkedHashMap::new))
                .forEach((code, message) -> messages.computeIfAbsent(code, same -> new ArrayList<>()).add(message)));
        return messages.entrySet()
                .stream()
                .flatMap(kind -> kind.getValue()
                        .stream()
                        .distinct()
                        .map(message -> new Remark.Cause(kind.getKey(), message, kind.getValue().size())))
                .toList();
    }

    /** Remarks that differ in nothing but the load, and in figures of their reasons that are not shown, become one. */
    private static List<Remark> byLoads(List<Remark> remarks) {
        Map<Remark, List<Remark>> loads = new LinkedHashMap<>();
        for (Remark r : remarks) {
            loads.computeIfAbsent(new Remark(r.subject(), r.connections(), "", r.outcome(), r.trials(), r.of(),
                    r.text()), same -> new ArrayList<>()).add(r);
        }
        return loads.values().stream().map(same -> {
            Remark r = same.getFirst();
            return new Remark(r.subject(), r.connections(),
                    same.stream().map(Remark::loads).collect(Collectors.joining(", ")), r.outcome(), r.trials(),
                    r.of(), r.text(), same.stream().flatMap(each -> each.causes().stream()).distinct().toList());
        }).toList();
    }
}
