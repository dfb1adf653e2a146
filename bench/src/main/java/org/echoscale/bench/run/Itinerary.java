package org.echoscale.bench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest.Visit;

/**
 * The order of a run, as a pure function of the plan and its seed: in each round every server gets one process, in
 * random order, so that forks of different servers interleave and a drift of the machine falls on all of them; each
 * process visits the ladder of connections in a random order of its own.
 */
final class Itinerary {
    private Itinerary() {}

    /**
     * @param servers their names
     * @param limitOf the most connections that a server serves at once. One that serves fewer than the smallest number
     *            asked for is measured at its limit too, so that it has a point at all
     */
    static List<Visit> of(Plan plan, Collection<String> servers, ToIntFunction<String> limitOf) {
        Random random = new Random(plan.seed());
        List<Visit> visits = new ArrayList<>();
        for (int fork = 1; fork <= plan.forks(); fork++) {
            List<String> round = new ArrayList<>(servers);
            Collections.shuffle(round, random);
            for (String server : round) {
                List<Integer> ladder = new ArrayList<>(plan.connections());
                int limit = limitOf.applyAsInt(server);
                if (limit < Collections.min(ladder)) {
                    ladder.add(limit);
                }
                Collections.shuffle(ladder, random);
                visits.add(new Visit(server, fork, ladder));
            }
        }
        return List.copyOf(visits);
    }
}
