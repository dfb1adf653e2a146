package org.echoscale.results.charts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.echoscale.results.stats.WaitCurve;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitFigures.Panel;
import org.echoscale.results.stats.WaitPoint;
import org.jspecify.annotations.Nullable;

/** The charts of a study of wait calls: one for each kind of descriptor and mode. */
public final class WaitCharts {
    /** Places in the row of looks; a published line has the colour of its mechanism, with dashes. */
    private static final List<String> MECHANISMS = List.of("select-bitmap", "poll", "epoll-lt", "epoll-et", "selector",
            "", "", "", "select, 2006", "poll, 2006", "epoll, 2006");

    private static final String PUBLISHED_NOTE = "Dashed, 2006: published elsewhere and not measured here: M. Kerrisk, "
            + "linux.conf.au 2006, one random descriptor ready, elapsed time of 100,000 operations on a machine of that "
            + "time; https://man7.org/conf/lca2006/Linux_2.6_changes/epoll_2d.html";

    private WaitCharts() {}

    /** What was published in 2006, in microseconds an operation. */
    private static Map<String, NavigableMap<Integer, Point>> published() {
        Map<String, NavigableMap<Integer, Point>> table = new LinkedHashMap<>();
        table.put("select, 2006", line(12.8, 71, 1_510, 10_870));
        table.put("poll, 2006", line(11.2, 68, 1_570, 17_500));
        table.put("epoll, 2006", line(6.5, 6.8, 8.9, 9.7));
        return table;
    }

    private static NavigableMap<Integer, Point> line(double... micros) {
        NavigableMap<Integer, Point> line = new TreeMap<>();
        int descriptors = 1;
        for (double value : micros) {
            descriptors *= 10;
            line.put(descriptors, new Point(value, null));
        }
        return line;
    }

    public static List<Chart> of(WaitFigures figures) {
        return figures.panels().stream().flatMap(panel -> of(figures, panel).stream()).toList();
    }

    /** Those of the first kind and mode alone. */
    public static List<Chart> first(WaitFigures figures) {
        return figures.panels().stream().findFirst().map(panel -> of(figures, panel)).orElse(List.of());
    }

    private static List<Chart> of(WaitFigures figures, Panel panel) {
        List<Chart> charts = new ArrayList<>();
        List<WaitCurve> curves = figures.curves(panel, WaitFigures.JAVA);
        if (curves.stream().anyMatch(curve -> !curve.oneReady().isEmpty())) {
            charts.add(chart(figures, panel, curves, false));
        }
        if (curves.stream().anyMatch(curve -> curve.allReady().size() > 1)) {
            charts.add(chart(figures, panel, curves, true));
        }
        return charts;
    }

    private static Chart chart(WaitFigures figures, Panel panel, List<WaitCurve> curves, boolean all) {
        Map<String, NavigableMap<Integer, Point>> lines = new LinkedHashMap<>();
        for (WaitCurve curve : curves) {
            NavigableMap<Integer, Point> line = new TreeMap<>();
            for (WaitPoint point : all ? curve.allReady() : curve.oneReady()) {
                line.put(point.descriptors(), new Point(point.nanos().median() / 1000, micros(point)));
            }
            if (!line.isEmpty()) {
                lines.put(curve.mechanism(), line);
            }
        }
        boolean withPublished = !all && panel.kind().equals("tcp");
        List<Integer> measured = lines.values()
                .stream()
                .flatMap(line -> line.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        String what = panel.mode().equals("iteration") ? "iteration" : "call";
        String title = "CPU time of " + (what.equals("call") ? "a wait call" : "an iteration") + ", " + panel.kind()
                + ", mode " + panel.mode() + ", " + (all ? "all" : "1") + " ready";
        String reading = all
                ? "Lower is better. All that are registered are ready, so every line rises: what counts is how steeply."
                : "Lower is better. A flat line means that what is registered and not ready costs nothing.";
        LineOption option = new LineOption(title, reading, "microseconds", Units::digits, "descriptors",
                "descriptors registered");
        lines.forEach(option::add);
        List<String> notes = new ArrayList<>();
        if (withPublished) {
            published().forEach(option::addSparse);
            notes.add(PUBLISHED_NOTE);
        }
        return new Chart(panel.kind() + "-" + panel.mode() + (all ? "-all-ready" : ""), title,
                reading,
                figures.rounds() == 1
                        ? "1 round, indicative: there is no spread to show."
                        : "Line: median of " + figures.rounds() + " rounds; whiskers: smallest and largest; dots: the"
                                + " rounds.",
                option.build(measured, MECHANISMS), table(lines, withPublished), notes);
    }

    private static Spread micros(WaitPoint point) {
        return new Spread(
                point.nanos().perFork().stream().map(nanos -> nanos / 1000).toList());
    }

    /** A row for each number of descriptors: there are more of them than of mechanisms. */
    private static Chart.Table table(Map<String, NavigableMap<Integer, Point>> lines, boolean withPublished) {
        Map<String, NavigableMap<Integer, Point>> all = new LinkedHashMap<>(lines);
        if (withPublished) {
            published().forEach((name, line) -> all.put(name + ", published", line));
        }
        List<String> head = new ArrayList<>(List.of("descriptors, µs"));
        head.addAll(all.keySet());
        List<List<String>> rows = all.values()
                .stream()
                .flatMap(line -> line.keySet().stream())
                .distinct()
                .sorted()
                .map(descriptors -> {
                    List<String> row = new ArrayList<>(List.of(Units.count(descriptors)));
                    all.values().forEach(line -> row.add(text(line.get(descriptors))));
                    return row;
                })
                .toList();
        return new Chart.Table(head, List.copyOf(rows));
    }

    private static String text(@Nullable Point point) {
        if (point == null) {
            return "";
        }
        return Units.digits(point.value()) + (point.forks() == null || point.forks().forks() == 1
                ? ""
                : " (" + Units.digits(point.forks().min()) + " – " + Units.digits(point.forks().max()) + ")");
    }
}
