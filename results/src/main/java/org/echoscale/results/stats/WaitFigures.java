package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.echoscale.results.model.WaitCosts;

/**
 * The figures of a study of wait calls: medians over its rounds.
 *
 * @param costs what they are made from
 * @param curves in the order in which their mechanisms were first measured by kind, mode and program
 */
public record WaitFigures(WaitCosts costs, List<WaitCurve> curves) {
    public static final String JAVA = "java";
    public static final String C = "c";
    private static final List<String> MECHANISMS = List.of("select-bitmap", "poll", "epoll-lt", "epoll-et", "selector");
    private static final List<String> MODES = List.of("call", "blocking", "blocking-last", "iteration");

    public WaitFigures {
        curves = List.copyOf(curves);
    }

    private record Key(String program, String kind, String mechanism, String mode) {}

    private record Size(int descriptors, int ready) {}

    private record Pair(Key key, Size size) {}

    public static WaitFigures of(WaitCosts costs) {
        Map<Key, Map<Size, List<Double>>> all = new LinkedHashMap<>();
        Comparator<Size> bySize = Comparator.comparingInt(Size::descriptors).thenComparingInt(Size::ready);
        costs.slices()
                .stream()
                .sorted(Comparator.comparingInt(WaitCosts.Slice::round))
                .forEach(slice -> all.computeIfAbsent(
                        new Key(slice.program(), slice.kind(), slice.mechanism(), slice.mode()),
                        key -> new TreeMap<>(bySize))
                        .computeIfAbsent(new Size(slice.descriptors(), slice.ready()), size -> new ArrayList<>())
                        .add(slice.nanosPerCall()));
        List<WaitCurve> curves = new ArrayList<>();
        all.forEach((key, sizes) -> curves.add(new WaitCurve(key.program, key.kind, key.mechanism, key.mode,
                sizes.entrySet()
                        .stream()
                        .map(entry -> new WaitPoint(entry.getKey().descriptors, entry.getKey().ready,
                                new Spread(entry.getValue())))
                        .toList())));
        curves.sort(Comparator.comparing(WaitCurve::kind, Comparator.reverseOrder()) // tcp first
                .thenComparingInt(curve -> MODES.indexOf(curve.mode()))
                .thenComparingInt(curve -> MECHANISMS.indexOf(curve.mechanism()))
                .thenComparing(WaitCurve::program, Comparator.reverseOrder()));
        return new WaitFigures(costs, curves);
    }

    /** A curve, when it was measured. */
    public Optional<WaitCurve> curve(String program, String kind, String mechanism, String mode) {
        return curves.stream()
                .filter(curve -> curve.program().equals(program) && curve.kind().equals(kind)
                        && curve.mechanism().equals(mechanism) && curve.mode().equals(mode))
                .findFirst();
    }

    /** A place of a chart of its own. */
    public record Panel(String kind, String mode) {}

    /** Each kind and mode that was measured. */
    public List<Panel> panels() {
        return curves.stream().map(curve -> new Panel(curve.kind(), curve.mode())).distinct().toList();
    }

    /** The curves of a panel by one program. */
    public List<WaitCurve> curves(Panel panel, String program) {
        return curves.stream()
                .filter(curve -> curve.kind().equals(panel.kind) && curve.mode().equals(panel.mode)
                        && curve.program().equals(program))
                .toList();
    }

    /** Rounds of which there are slices. */
    public int rounds() {
        return costs.slices().stream().mapToInt(WaitCosts.Slice::round).max().orElse(0);
    }

    /** What Java cost divided by what C cost in the same round: median over the rounds. */
    public record Ratio(String kind, String mechanism, String mode, int descriptors, int ready, Spread ratio) {}

    /** All that there are. */
    public List<Ratio> ratios() {
        Map<Pair, Map<Integer, double[]>> both = new LinkedHashMap<>();
        for (WaitCosts.Slice slice : costs.slices()) {
            Pair pair = new Pair(new Key("", slice.kind(), slice.mechanism(), slice.mode()),
                    new Size(slice.descriptors(), slice.ready()));
            both.computeIfAbsent(pair, key -> new TreeMap<>())
                    .computeIfAbsent(slice.round(), round -> new double[2])[slice.program().equals(C)
                            ? 1
                            : 0] = slice.nanosPerCall();
        }
        List<Ratio> ratios = new ArrayList<>();
        both.forEach((pair, rounds) -> {
            List<Double> quotients = rounds.values()
                    .stream()
                    .filter(nanos -> nanos[0] > 0 && nanos[1] > 0)
                    .map(nanos -> nanos[0] / nanos[1])
                    .toList();
            if (!quotients.isEmpty()) {
                ratios.add(new Ratio(pair.key.kind, pair.key.mechanism, pair.key.mode, pair.size.descriptors,
                        pair.size.ready, new Spread(quotients)));
            }
        });
        ratios.sort(Comparator.comparing(Ratio::kind, Comparator.reverseOrder())
                .thenComparingInt(ratio -> MODES.indexOf(ratio.mode()))
                .thenComparingInt(ratio -> MECHANISMS.indexOf(ratio.mechanism()))
                .thenComparingInt(Ratio::descriptors)
                .thenComparingInt(Ratio::ready));
        return ratios;
    }
}
