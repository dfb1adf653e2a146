package org.echoscale.bench.claims;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.echoscale.bench.claims.Laboratory.Setup;
import org.echoscale.bench.claims.Laboratory.UndecidableException;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.run.ComparisonFigures;
import org.echoscale.bench.semantics.Observation;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.echoscale.results.stats.Spread;

/** Claims about what a message costs a server: servers side by side, in one comparison where one can do. */
final class ServerClaims {
    private static final int OPEN = 1_000;
    private static final int ACTIVE = 64;
    private static final Setup ALL = new Setup(
            List.of("epoll-lt", "epoll-et", "nio-select", "netty-epoll", "netty-io-uring", "thread-virtual"), OPEN,
            ACTIVE);
    private static final List<String> SCANNING = List.of("select", "poll");
    /** A saving that is smaller is none that matters. */
    private static final double SMALL_SAVING = 0.98;
    private static final double ABOUT_THE_SAME = 1.10;
    /** Half as many messages again for the same CPU time: 1 ÷ 1.5. */
    private static final double BETTER_BY_HALF = 0.67;
    /** Descriptors of this process and the server's that are for other things than connections. */
    private static final int OTHER_DESCRIPTORS = 500;
    private static final int MANY = 19_000;
    private static final int MANY_IN_A_HURRY = 5_000;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private ServerClaims() {}

    static Decision decide(Claim claim, Laboratory laboratory) throws IOException, UndecidableException {
        return switch (claim) {
            case K5 -> pollHasNoLimit(laboratory);
            case K7 -> edgeTriggered(laboratory);
            case K11 -> withoutIdle(laboratory);
            case K13 -> ioUring(laboratory);
            case K14 -> virtualThreads(laboratory);
            default -> throw new IllegalArgumentException(claim + " is not about servers");
        };
    }

    private static Decision edgeTriggered(Laboratory laboratory) throws IOException, UndecidableException {
        List<Observation> seen = SemanticsClaims.observe(Claim.K7);
        boolean once = SemanticsClaims.edgeIsReportedOnce(seen);
        ComparisonFigures compared = laboratory.compared(ALL, "epoll-et", "epoll-lt");
        Spread ratio = compared.ratio();
        Verdict faster = agreed(saves(ratio), saves(compared.serverRatio()));
        return new Decision(Rules.both(Rules.of(once), faster), (once
                ? "It reports once. "
                : "It reported the same data again. ") + "A message costs " + number(ratio.median())
                + " times the CPU of level-triggered epoll. It is faster when it saves 2 % and more and no fork says"
                + " otherwise, and not when no fork saves as much.",
                List.of(Rules.figure("CPU per message, epoll-et ÷ epoll-lt (server ÷ generator)", "×", ratio),
                        Rules.figure("the same by server CPU alone", "×", compared.serverRatio())));
    }

    static Verdict saves(Spread ratio) {
        return ratio.max() < 1 && ratio.median() <= SMALL_SAVING
                ? Verdict.HOLDS
                : ratio.min() > SMALL_SAVING ? Verdict.DOES_NOT_HOLD : Verdict.CANNOT_TELL;
    }

    /**
     * The quotient by the generator's CPU is quieter, server CPU alone is what is claimed, and a server that makes the
     * generator dearer or cheaper moves the first only. So both must say the same.
     */
    private static Verdict agreed(Verdict byQuotient, Verdict byServer) {
        return byQuotient == byServer ? byServer : Verdict.CANNOT_TELL;
    }

    private static Decision ioUring(Laboratory laboratory) throws IOException, UndecidableException {
        ComparisonFigures figures = laboratory.compared(ALL, "netty-io-uring", "netty-epoll");
        return new Decision(agreed(Rules.atMost(figures.ratio(), BETTER_BY_HALF),
                Rules.atMost(figures.serverRatio(), BETTER_BY_HALF)),
                "With Netty on both, a message costs "
                        + number(figures.ratio().median()) + " times the CPU of epoll. It holds when that is at most "
                        + BETTER_BY_HALF + " in every fork, half as many messages again for the same CPU time.",
                List.of(Rules.figure("CPU per message, netty-io-uring ÷ netty-epoll (server ÷ generator)", "×",
                        figures.ratio()),
                        Rules.figure("the same by server CPU alone", "×", figures.serverRatio()),
                        Rules.figure("netty-io-uring, messages a second", "", figures.messagesPerSecond())));
    }

    private static Decision virtualThreads(Laboratory laboratory) throws IOException, UndecidableException {
        Spread ratio = laboratory.compared(ALL, "thread-virtual", "nio-select").serverRatio();
        return new Decision(Rules.atMost(ratio, ABOUT_THE_SAME), "A message costs " + number(ratio.median())
                + " times the server CPU of nio-select, the same JDK's event loop. It holds when that is at most "
                + ABOUT_THE_SAME + " in every fork.",
                List.of(Rules.figure("server CPU per message, thread-virtual ÷ nio-select", "×", ratio)));
    }

    private static Decision withoutIdle(Laboratory laboratory) throws IOException, UndecidableException {
        List<String> transports = List.of("epoll-lt", "select", "poll");
        Setup allActive = new Setup(transports, OPEN, OPEN);
        Setup mostlyIdle = new Setup(transports, OPEN, ACTIVE);
        Verdict verdict = Verdict.HOLDS;
        List<Figure> figures = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (String transport : SCANNING) {
            ComparisonFigures all = laboratory.compared(allActive, transport, "epoll-lt");
            Spread busy = all.ratio();
            Spread idle = laboratory.compared(mostlyIdle, transport, "epoll-lt").ratio();
            verdict = Rules.both(verdict, agreed(Rules.atMost(busy, ABOUT_THE_SAME),
                    Rules.atMost(all.serverRatio(), ABOUT_THE_SAME)));
            figures.add(Rules.figure(transport + " ÷ epoll-lt, all of " + OPEN + " active", "×", busy));
            figures.add(Rules.figure(transport + " ÷ epoll-lt, all active, by server CPU alone", "×",
                    all.serverRatio()));
            figures.add(Rules.figure(transport + " ÷ epoll-lt, " + ACTIVE + " of " + OPEN + " active", "×", idle));
            words.append(transport)
                    .append(" costs ")
                    .append(number(busy.median()))
                    .append(" times what epoll-lt does with all connections active, ")
                    .append(number(idle.median()))
                    .append(" times with most of them idle. ");
        }
        return new Decision(verdict, words + "It holds when both cost at most " + ABOUT_THE_SAME
                + " times as much with all active, in every fork.", figures);
    }

    private static Decision pollHasNoLimit(Laboratory laboratory) throws IOException, UndecidableException {
        List<Observation> seen = SemanticsClaims.observe(Claim.K5);
        long allowed = laboratory.limits().openFiles().orElse((long) MANY) - OTHER_DESCRIPTORS;
        int wanted = (int) Math.min(allowed, laboratory.quick() ? MANY_IN_A_HURRY : MANY);
        if (wanted <= 1024) {
            throw new UndecidableException(
                    "this process may open too few files to go beyond 1,024: see echoscale doctor");
        }
        laboratory.tell("poll with " + wanted + " connections");
        try (ServerProcess server = ServerProcess.start(ServerLaunch.of(laboratory.catalog(), "poll"), DEADLINE);
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections open = generator.open(new Target(server.address(), OptionalLong.of(server.pid())),
                        new Crowd(wanted, 1, 64, 1))) {
            int alive = open.verifyAlive().alive();
            ConnectionCounts counts = open.counts();
            return new Decision(alive == wanted ? Verdict.HOLDS : Verdict.CANNOT_TELL, "A poll server held " + alive
                    + " of " + wanted + " connections, each of which echoed. " + seen.getFirst().sentence() + "."
                    + (alive == wanted ? "" : " " + counts.firstFailure()),
                    List.of(Rules.figure("connections that a poll server held", "", alive)));
        }
    }

    /** Two digits behind the point near 1, none in the thousands. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f",
                value);
    }
}
