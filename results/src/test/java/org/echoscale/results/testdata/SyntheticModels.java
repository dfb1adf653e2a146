package org.echoscale.results.testdata;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.models.Interval;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelRun.TaskTime;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.models.State;
import org.jspecify.annotations.Nullable;

/** Tasks that never ran, of 80 ms each: computing, waiting, computing. */
public final class SyntheticModels {
    private static final long MS = 1_000_000;

    private SyntheticModels() {}

    /** Two tasks, one after the other and then with a thread each. */
    public static ModelsResult two() {
        return of(new ModelsPlan(2, 1, 40 * MS, 20 * MS),
                List.of(run(Model.ONE_AT_A_TIME, 160, 1, 4096L, List.of(task(1, 0), task(2, 80))),
                        run(Model.THREADS, 80, 2, null, List.of(task(1, 0), task(2, 0)))));
    }

    public static ModelsResult of(ModelsPlan plan, List<ModelRun> runs) {
        return new ModelsResult(1, "made-up", Instant.parse("2026-01-01T00:00:00Z"),
                List.of("models", "--out", "it's mine"), plan,
                new Environment("Linux made up", "amd64", "made-up <CPU>", 2, 1 << 30, "made up", "made-up JVM",
                        List.of(), List.of(), 20_000, new TreeMap<>()),
                runs);
    }

    public static ModelRun run(Model model, long millis, int threads, @Nullable Long growth, List<TaskTime> tasks) {
        return new ModelRun(model, 2, millis * MS, threads, 80 * MS, 4, 1, growth, 1000, tasks);
    }

    /** @param begins milliseconds after all others could have begun */
    public static TaskTime task(int number, long begins) {
        Interval first = new Interval(State.COMPUTING, begins * MS, (begins + 20) * MS);
        Interval wait = new Interval(State.WAITING, (begins + 20) * MS, (begins + 60) * MS);
        Interval last = new Interval(State.COMPUTING, (begins + 60) * MS, (begins + 80) * MS);
        return new TaskTime(number, begins == 0
                ? List.of(first, wait, last)
                : List.of(new Interval(State.READY, 0, begins * MS), first, wait, last));
    }
}
