package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.models.State;
import org.echoscale.results.stats.ModelSentences;
import org.echoscale.results.stats.Units;

/** What the models made of the work, as a table for the terminal. Pure. */
final class ModelsText {
    private ModelsText() {}

    static List<String> table(ModelsResult result) {
        TextTable table = new TextTable("MODEL", "TIME", "THREADS", "CPU TIME", "SWITCHES", "MEMORY", "HEAP",
                "TASKS READY");
        for (ModelRun run : result.runs()) {
            Long growth = run.residentGrowthBytes();
            table.row(run.model().label(), ModelSentences.seconds(run.totalNanos()), Units.count(run.threads()),
                    ModelSentences.seconds(run.cpuNanos()), Units.count(run.switches()),
                    growth == null ? "unknown" : Units.bytes(growth.doubleValue()),
                    Units.bytes((double) run.heapBytes()),
                    ModelSentences.seconds(run.nanos(State.READY)));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.addAll(TextTable
                .broken("TIME is until the last task has ended, THREADS those of the operating system that tasks "
                        + "ran on. Of the whole process: CPU TIME; SWITCHES, how often the kernel took a thread off its CPU; MEMORY, by "
                        + "how much it grew at most; HEAP, what was allocated there. TASKS READY is the time that tasks could have gone "
                        + "on and did not, added up.", TextTable.WIDTH));
        return lines;
    }
}
