package org.echoscale.bench.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.echoscale.bench.models.DelayServer;
import org.echoscale.bench.models.ModelProcess;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.stats.Spread;

/** The claim about programming models: tasks that wait, under each of them. */
final class ModelClaims {
    private static final ModelsPlan WAITING = new ModelsPlan(8, 3, 50_000_000, 2_000_000);
    /** Many tasks that hardly compute: what a thread costs. */
    private static final ModelsPlan MANY = new ModelsPlan(500, 1, 300_000_000, 100_000);
    private static final int REPEATS = 3;
    private static final double CLEARLY = 1.5;

    private ModelClaims() {}

    static Decision decide(Laboratory laboratory) throws IOException {
        List<Double> events = new ArrayList<>();
        List<Double> threads = new ArrayList<>();
        List<Double> kibibytes = new ArrayList<>();
        List<Double> switches = new ArrayList<>();
        try (DelayServer server = DelayServer.start()) {
            for (int repeat = 1; repeat <= REPEATS; repeat++) {
                laboratory.tell("tasks that wait, under each model: " + repeat + " of " + REPEATS);
                double one = (double) run(Model.ONE_AT_A_TIME, WAITING, server).totalNanos();
                events.add(one / run(Model.EVENTS, WAITING, server).totalNanos());
                threads.add(one / run(Model.THREADS, WAITING, server).totalNanos());
                ModelRun loop = run(Model.EVENTS, MANY, server);
                ModelRun manyThreads = run(Model.THREADS, MANY, server);
                Long ofLoop = loop.residentGrowthBytes();
                Long ofThreads = manyThreads.residentGrowthBytes();
                if (ofLoop != null && ofThreads != null) {
                    kibibytes.add((ofThreads - ofLoop) / 1024.0 / MANY.tasks());
                }
                switches.add((manyThreads.voluntarySwitches() - loop.voluntarySwitches()) / (double) MANY.tasks());
            }
        }
        return decide(new Spread(events), new Spread(threads), kibibytes, new Spread(switches));
    }

    static Decision decide(Spread events, Spread threads, List<Double> kibibytes, Spread switches) {
        Verdict wins = Rules.both(Rules.atLeast(events, CLEARLY), Rules.atLeast(threads, CLEARLY));
        var figures = new ArrayList<>(List.of(
                Rules.figure("one at a time ÷ events on one thread, total time of 8 tasks", "×", events),
                Rules.figure("one at a time ÷ a thread per task", "×", threads),
                Rules.figure("switches more per task with a thread each", "", switches)));
        Verdict price = Verdict.CANNOT_TELL;
        String words = ", and what a thread costs cannot be read here";
        if (!kibibytes.isEmpty()) {
            Spread memory = new Spread(kibibytes);
            price = memory.min() > 0 ? Verdict.HOLDS : memory.max() <= 0 ? Verdict.DOES_NOT_HOLD : Verdict.CANNOT_TELL;
            figures.add(Rules.figure("resident memory more per task with a thread each, of 500", "KiB", memory));
            words = "; a thread for each takes " + ServerClaims.number(memory.median())
                    + " KiB more per task than events do";
        }
        return new Decision(Rules.both(wins, price), "Events end " + ServerClaims.number(events.median())
                + " times as fast as one at a time, threads " + ServerClaims.number(threads.median()) + " times" + words
                + ". It holds when both are at least " + CLEARLY
                + " times as fast and threads need more memory, in all "
                + REPEATS + " repetitions.", figures);
    }

    private static ModelRun run(Model model, ModelsPlan plan, DelayServer server) throws IOException {
        return ModelProcess.run(model, plan, server.address(), new BitSet());
    }
}
