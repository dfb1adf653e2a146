package org.echoscale.bench.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.echoscale.bench.limits.Limits;
import org.echoscale.core.Support;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest.Visit;

/**
 * What a run of a plan will do, as far as one can know before it begins: a pure function of the plan, the transports and the
 * limits.
 *
 * @param visits server processes in their order, each with its whole ladder
 * @param skipped what a limit forbids; in the order of the plan, each once
 * @param before what passes before the first server is started: the program's own start, and the null test
 * @param cells the time that each cell that is left will take, in the order of measurement. That of a server's first one
 *            includes its start
 * @param report what the report takes
 */
public record Forecast(List<Visit> visits, List<Skip> skipped, Duration before, List<Duration> cells,
        Duration report) {
    private static final Duration PROGRAM_START = Duration.ofMillis(900);
    /** The engine that draws the charts starts, and draws them: no more of them for more trials. */
    private static final Duration REPORT = Duration.ofSeconds(3);
    /** Its histograms are decoded, and written again. */
    private static final Duration REPORT_OF_A_TRIAL = Duration.ofMillis(4);

    public Forecast {
        visits = List.copyOf(visits);
        skipped = List.copyOf(skipped);
        cells = List.copyOf(cells);
    }

    /**
     * A cell that will not be measured.
     *
     * @param reason what forbids it
     */
    public record Skip(String transport, int connections, Reason reason) {}

    /** What is known against a transport with a number of connections; empty when nothing is. */
    private interface Objections {
        Optional<Reason> against(String transport, int connections);
    }

    /** The forecast of a plan without external servers. */
    public static Forecast of(Plan plan, Function<String, Support> supports, Limits limits) {
        return of(plan, plan.transports(), supports, limits);
    }

    /**
     * The forecast for one machine.
     *
     * @param servers names of all that take part
     * @param supports of a server by its name
     */
    public static Forecast of(Plan plan, Collection<String> servers, Function<String, Support> supports,
            Limits limits) {
        List<Visit> visits = Itinerary.of(plan, servers,
                transport -> supports.apply(transport) instanceof Support.Supported supported
                        ? supported.connectionLimit()
                        : Support.UNLIMITED);
        Objections objections = (transport, connections) -> limits.reasonAgainst(transport, supports.apply(transport),
                connections);
        List<Duration> cells = cells(plan, visits, objections);
        List<Skip> skipped = skipped(servers, visits, objections);
        return new Forecast(visits, skipped, PROGRAM_START.plus(NullTester.takes(plan, measured(visits, skipped))),
                cells, REPORT.plus(REPORT_OF_A_TRIAL.multipliedBy((long) cells.size() * plan.loads().size())));
    }

    /** The numbers of connections with which any server is measured. */
    Set<Integer> measured() {
        return measured(visits, skipped);
    }

    private static Set<Integer> measured(List<Visit> visits, List<Skip> skipped) {
        Set<Integer> measured = new TreeSet<>();
        for (Visit visit : visits) {
            visit.connections()
                    .stream()
                    .filter(connections -> skipped.stream()
                            .noneMatch(skip -> skip.connections() == connections
                                    && skip.transport().equals(visit.subject())))
                    .forEach(measured::add);
        }
        return measured;
    }

    private static List<Skip> skipped(Collection<String> servers, List<Visit> visits, Objections objections) {
        List<Skip> skipped = new ArrayList<>();
        for (String transport : servers) {
            visits.stream()
                    .filter(visit -> visit.fork() == 1 && visit.subject().equals(transport))
                    .flatMap(visit -> visit.connections().stream())
                    .sorted()
                    .forEach(connections -> objections.against(transport, connections)
                            .ifPresent(reason -> skipped.add(new Skip(transport, connections, reason))));
        }
        return skipped;
    }

    private static List<Duration> cells(Plan plan, List<Visit> visits, Objections objections) {
        CellTime time = new CellTime(plan);
        List<Duration> cells = new ArrayList<>();
        for (Visit visit : visits) {
            Duration start = time.serverStart();
            for (int connections : visit.connections()) {
                if (objections.against(visit.subject(), connections).isEmpty()) {
                    cells.add(start.plus(time.cell(connections)));
                    start = Duration.ZERO;
                }
            }
        }
        return cells;
    }

    /** The same with a window for counting system calls in each cell, where something here can count them. */
    public Forecast countingSyscalls() {
        return SyscallCounter.onPath().isPresent() ? longer(CountedWindow.takes()) : this;
    }

    /** The same, where each cell takes longer by this. */
    Forecast longer(Duration cell) {
        return new Forecast(visits, skipped, before, cells.stream().map(cell::plus).toList(), report);
    }

    /** The whole run, from the command to the report. */
    public Duration total() {
        return before.plus(measuring()).plus(report);
    }

    /** From the start of the first server to the end of the last. */
    Duration measuring() {
        return cells.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
