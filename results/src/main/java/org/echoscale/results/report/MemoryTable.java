package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.stats.MemorySlopes;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Slope;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What a further connection costs in memory, of the process and of the kernel apart: a row per server. */
final class MemoryTable {
    static final String TITLE = "Memory per connection, as a slope";
    static final String READING = "Bytes that a further connection takes, by a straight line through all numbers of connections "
            + "of all forks: its slope ± half of its 95 % interval, and the share of the variance that it explains (R²). "
            + "user: memory in use of the server process. A process keeps what it once took, so of it only numbers count that are "
            + "higher than all before in the same process: with one fork, in random order, often too few, whatever was measured; "
            + "more --forks bring more of them. kernel, both ends: objects, stacks and page tables of the whole machine, which hold the generator's end of each "
            + "connection as well as the server's. TCP buffers: set aside for data, both ends, in part the same bytes.";

    private MemoryTable() {}

    /** No rows when nothing is known of any server. */
    static Table of(RunFigures run) {
        List<List<String>> rows = new ArrayList<>();
        for (String subject : run.subjects()) {
            MemorySlopes memory = run.memory().get(subject);
            if (memory != null) {
                List<String> row = new ArrayList<>(List.of(subject));
                add(row, memory.user(), memory.userSizes());
                add(row, memory.kernel(), memory.kernelSizes());
                Slope buffers = memory.tcpBuffers();
                row.add(buffers == null ? "–" : Units.bytes(buffers.each()));
                rows.add(row);
            }
        }
        return new Table(List.of("server", "user", "R²", "kernel, both ends", "R²", "TCP buffers"), rows);
    }

    private static void add(List<String> row, @Nullable Slope slope, int sizes) {
        if (slope == null) {
            row.add(sizes == 0
                    ? "not known"
                    : "too few: " + sizes + " of the " + Slope.FEWEST_SIZES + " that are needed");
            row.add("–");
        } else {
            row.add(Units.bytes(slope.each()) + " ± " + Units.bytes((slope.high() - slope.low()) / 2));
            row.add(String.format(Locale.ROOT, "%.3f", slope.rSquared()));
        }
    }
}
