package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.stats.CostModel;
import org.echoscale.results.stats.CostModel.Estimate;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.echoscale.results.stats.WaitCurve;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitFigures.Panel;
import org.echoscale.results.stats.WaitFigures.Ratio;
import org.echoscale.results.stats.WaitPoint;

/** The tables of a study of wait calls, by their titles. */
public final class WaitTables {
    public static final String MODEL_READING = "ns = a + b × registered + c × ready, by least squares of relative errors, up to the"
            + " knee; in parentheses the smallest and largest of the rounds, fitted one by one; error: the root mean square of the"
            + " relative errors. R² is that of an ordinary straight line through the medians with 1 ready, as far as the knee; where"
            + " b is next to 0, nothing is there to explain.";

    private WaitTables() {}

    /** CPU time of a call against the number of descriptors: a table for each kind and mode. */
    public static Map<String, Table> times(WaitFigures figures) {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Panel panel : figures.panels()) {
            List<WaitCurve> curves = figures.curves()
                    .stream()
                    .filter(curve -> curve.kind().equals(panel.kind()) && curve.mode().equals(panel.mode()))
                    .toList();
            List<String> head = new ArrayList<>(List.of("registered, ready"));
            curves.forEach(curve -> head.add(name(curve)));
            List<List<String>> rows = curves.stream()
                    .flatMap(curve -> curve.points().stream())
                    .map(point -> new Size(point.descriptors(), point.ready()))
                    .distinct()
                    .sorted()
                    .map(size -> row(size, curves))
                    .toList();
            tables.put("CPU time, " + panel.kind() + ", mode " + panel.mode(), new Table(head, rows));
        }
        return tables;
    }

    private record Size(int descriptors, int ready) implements Comparable<Size> {
        @Override
        public int compareTo(Size other) {
            return descriptors == other.descriptors
                    ? Integer.compare(ready, other.ready)
                    : Integer.compare(descriptors, other.descriptors);
        }
    }

    private static String name(WaitCurve curve) {
        return curve.mechanism() + (curve.program().equals(WaitFigures.C) ? " in C" : "");
    }

    private static List<String> row(Size size, List<WaitCurve> curves) {
        List<String> row = new ArrayList<>(
                List.of(Units.count(size.descriptors) + ", " + Units.count(size.ready)));
        for (WaitCurve curve : curves) {
            Optional<WaitPoint> point = curve.at(size.descriptors, size.ready);
            row.add(point.map(there -> Units.micros(there.nanos().median() / 1000)).orElse(""));
        }
        return row;
    }

    /** The cost models. */
    public static Table models(WaitFigures figures) {
        List<List<String>> rows = new ArrayList<>();
        for (WaitCurve curve : figures.curves()) {
            curve.model()
                    .ifPresent(model -> rows.add(List.of(name(curve), curve.kind() + ", " + curve.mode(),
                            text(model.perCall()), text(model.perDescriptor()),
                            model.perReady() == null ? "" : text(model.perReady()),
                            curve.line().map(line -> String.format(Locale.ROOT, "%.3f", line.rSquared())).orElse(""),
                            String.format(Locale.ROOT, "%.1f %%", model.error() * 100), knee(model))));
        }
        return new Table(List.of("mechanism", "kind, mode", "a, ns", "b, ns", "c, ns", "R²", "error", "knee"), rows);
    }

    private static String text(Estimate estimate) {
        return Units.digits(estimate.value()) + range(estimate.perRound());
    }

    /** In words where one is negative: its sign would stand right behind a dash. */
    static String range(Spread spread) {
        String until = spread.min() < 0 ? " to " : "–";
        return spread.forks() == 1 ? "" : " (" + Units.digits(spread.min()) + until + Units.digits(spread.max()) + ")";
    }

    private static String knee(CostModel model) {
        return model.knee() == null
                ? ""
                : "N = " + Units.count(model.knee().descriptors().value()) + ", then b = "
                        + Units.digits(model.knee().perDescriptor().value());
    }

    /** Java against C; empty when there was no C. */
    public static Optional<Table> ratios(WaitFigures figures) {
        List<List<String>> rows = new ArrayList<>();
        for (Ratio ratio : figures.ratios()) {
            rows.add(List.of(ratio.mechanism(), ratio.kind() + ", " + ratio.mode(), Units.count(ratio.descriptors()),
                    Units.count(ratio.ready()), String.format(Locale.ROOT, "%.3f", ratio.ratio().median()),
                    ratio.ratio().forks() == 1
                            ? ""
                            : String.format(Locale.ROOT, "%.3f–%.3f", ratio.ratio().min(), ratio.ratio().max())));
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(List.of("mechanism", "kind, mode", "registered", "ready", "Java ÷ C", "rounds"),
                        rows));
    }

    /** What was asked for and not measured. */
    public static Table left(WaitFigures figures) {
        return new Table(List.of("what", "why"),
                figures.costs().left().stream().map(left -> List.of(left.what(), left.reason())).toList());
    }
}
