package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.echoscale.bench.cli.Colours.Colour;
import org.echoscale.results.models.Interval;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelRun.TaskTime;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.models.State;
import org.echoscale.results.stats.ModelSentences;

/** The time of every task as a line of characters, on one scale for all models; what a task waits for is grey. */
final class TimelineText {
    private static final int WIDTH = 80;

    private final ModelsResult result;
    private final Signs signs;
    private final Colours colours;

    /** The characters for the states; told apart without colour, too. */
    enum Signs {
        BLOCKS('█', '░', '╌'), ASCII('#', '.', '-');

        private final char computing;
        private final char waiting;
        private final char ready;

        Signs(char computing, char waiting, char ready) {
            this.computing = computing;
            this.waiting = waiting;
            this.ready = ready;
        }

        char of(State state) {
            return switch (state) {
                case COMPUTING -> computing;
                case WAITING -> waiting;
                case READY -> ready;
            };
        }
    }

    TimelineText(ModelsResult result, Signs signs, Colours colours) {
        this.result = result;
        this.signs = signs;
        this.colours = colours;
    }

    /** A block for each model, a scale, and what the characters mean. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ModelRun run : result.runs()) {
            lines.add("");
            lines.add(colours.paint(Colour.BOLD, ModelSentences.heading(run)));
            for (TaskTime task : run.tasks()) {
                lines.add(String.format(Locale.ROOT, "  task %-4d", task.task()) + bar(task));
            }
        }
        lines.add("");
        lines.add(scale());
        lines.add("  " + sign(State.COMPUTING) + " computing   " + sign(State.WAITING) + " waiting for its reply   "
                + sign(State.READY) + " ready to go on, but not running");
        return lines;
    }

    private String bar(TaskTime task) {
        StringBuilder bar = new StringBuilder();
        double cell = result.longestNanos() / (double) WIDTH;
        int cells = (int) Math.max(1, Math.round(task.endNanos() / cell));
        State before = null;
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < cells; i++) {
            State state = most(task.intervals(), i * cell, (i + 1) * cell);
            if (before != null && state != before) {
                bar.append(painted(before, same.toString()));
                same.setLength(0);
            }
            same.append(signs.of(state));
            before = state;
        }
        return before == null ? "" : bar.append(painted(before, same.toString())).toString();
    }

    /** What the task was at for most of the time between two moments. */
    private static State most(List<Interval> intervals, double from, double to) {
        Map<State, Double> shares = new EnumMap<>(State.class);
        for (Interval interval : intervals) {
            double share = Math.min(to, (double) interval.toNanos()) - Math.max(from, (double) interval.fromNanos());
            if (share > 0) {
                shares.merge(interval.state(), share, Double::sum);
            }
        }
        return shares.entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(State.READY);
    }

    private String sign(State state) {
        return painted(state, Character.toString(signs.of(state)));
    }

    private String painted(State state, String text) {
        return colours.paint(switch (state) {
            case COMPUTING -> Colour.BLUE;
            case WAITING -> Colour.GREY;
            case READY -> Colour.YELLOW;
        }, text);
    }

    private String scale() {
        String end = ModelSentences.seconds(result.longestNanos());
        return " ".repeat(11) + "0" + " ".repeat(WIDTH - 1 - end.length()) + end;
    }
}
