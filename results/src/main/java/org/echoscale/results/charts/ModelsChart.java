package org.echoscale.results.charts;

import java.util.List;
import java.util.Locale;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.charts.Timeline.Group;
import org.echoscale.results.charts.Timeline.Row;
import org.echoscale.results.charts.Timeline.Span;
import org.echoscale.results.models.Interval;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelRun.TaskTime;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.models.State;
import org.echoscale.results.stats.ModelSentences;
import org.echoscale.results.stats.Units;

/** The time line of all models as a chart. Pure. */
public final class ModelsChart {
    /** More tasks than that cannot be told apart on a page. */
    private static final int MOST_TASKS = 30;

    private ModelsChart() {}

    public static Chart of(ModelsResult result) {
        List<Group> groups = result.runs()
                .stream()
                .map(run -> new Group(ModelSentences.heading(run),
                        run.tasks().stream().limit(MOST_TASKS).map(ModelsChart::row).toList()))
                .toList();
        int left = result.plan().tasks() - MOST_TASKS;
        return new Timeline("models", "Tasks that wait, under each programming model", ModelSentences.work(result),
                "seconds since all tasks began", groups)
                .chart("A bar is what a task was at, from the beginning of all to its own end.", table(result),
                        left > 0
                                ? List.of("Drawn are the first " + MOST_TASKS + " tasks; " + left + " more ran.")
                                : List.of());
    }

    private static Row row(TaskTime task) {
        return new Row("task " + task.task(), task.intervals().stream().map(ModelsChart::span).toList());
    }

    private static Span span(Interval interval) {
        return new Span(switch (interval.state()) {
            case COMPUTING -> Timeline.Kind.BUSY;
            case WAITING -> Timeline.Kind.WAITING;
            case READY -> Timeline.Kind.READY;
        }, interval.fromNanos() / 1e9, interval.toNanos() / 1e9);
    }

    private static Table table(ModelsResult result) {
        return new Table(
                List.of("model", "time", "threads", "CPU time of the process", "context switches", "memory grew by",
                        "heap allocated", "tasks computing", "tasks waiting", "tasks ready"),
                result.runs().stream().map(ModelsChart::figures).toList());
    }

    private static List<String> figures(ModelRun run) {
        Long growth = run.residentGrowthBytes();
        return List.of(run.model().label(), ModelSentences.seconds(run.totalNanos()),
                String.format(Locale.ROOT, "%d", run.threads()), ModelSentences.seconds(run.cpuNanos()),
                Units.count(run.switches()),
                growth == null ? "unknown" : Units.bytes(growth.doubleValue()), Units.bytes((double) run.heapBytes()),
                ModelSentences.seconds(run.nanos(State.COMPUTING)), ModelSentences.seconds(run.nanos(State.WAITING)),
                ModelSentences.seconds(run.nanos(State.READY)));
    }
}
