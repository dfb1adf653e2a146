package org.echoscale.bench.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.echoscale.bench.claims.Laboratory.UndecidableException;
import org.echoscale.bench.waits.Kind;
import org.echoscale.bench.waits.Mechanism;
import org.echoscale.bench.waits.Mode;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.echoscale.results.stats.CostModel;
import org.echoscale.results.stats.Slope;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.echoscale.results.stats.WaitCurve;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitPoint;

/** Claims about what a wait call costs against the number of descriptors, one random one of which is ready. */
final class WaitClaims {
    /** Below this the points are no line. */
    private static final double LEAST_FIT = 0.98;
    /** A call that costs up to this much more with all descriptors than with ten is called flat. */
    private static final double FLAT = 1.25;
    private static final double THOUSAND = 1_000;
    private static final int TEN_THOUSAND = 10_000;
    private static final List<Mechanism> SCANNING = List.of(Mechanism.SELECT_BITMAP, Mechanism.POLL);

    private WaitClaims() {}

    static Decision decide(Claim claim, Laboratory laboratory) throws IOException, UndecidableException {
        WaitFigures figures = laboratory.waits();
        return switch (claim) {
            case K3 -> growth(figures);
            case K4 -> flat(figures, laboratory);
            case K12 -> thousand(figures);
            default -> throw new IllegalArgumentException(claim + " is not about wait calls");
        };
    }

    private static Decision growth(WaitFigures waits) throws UndecidableException {
        Verdict verdict = Verdict.HOLDS;
        List<Figure> figures = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (Mechanism mechanism : SCANNING) {
            WaitCurve curve = curve(waits, mechanism, Mode.CALL);
            CostModel model = curve.model().orElseThrow(() -> few(mechanism));
            Slope line = curve.line().orElseThrow(() -> few(mechanism));
            verdict = Rules.both(verdict, line.high() <= 0
                    ? Verdict.DOES_NOT_HOLD
                    : line.low() > 0 && line.rSquared() >= LEAST_FIT ? Verdict.HOLDS : Verdict.CANNOT_TELL);
            figures.add(
                    new Figure(mechanism.word() + ", per descriptor from " + model.from() + " to " + model.to(), "ns",
                            line.each(), line.low(), line.high(), waits.rounds()));
            figures.add(Rules.figure(mechanism.word() + ", R² of the line", "", line.rSquared()));
            figures.add(
                    Rules.figure(mechanism.word() + ", per descriptor where a small set counts as much as a large one",
                            "ns", model.perDescriptor().perRound()));
            CostModel.Knee knee = model.knee();
            if (knee != null) {
                figures.add(Rules.figure(mechanism.word() + ", the line becomes steeper from", "descriptors",
                        knee.descriptors().perRound()));
                figures.add(Rules.figure(mechanism.word() + ", per descriptor from there on", "ns",
                        knee.perDescriptor().perRound()));
            }
            words.append(mechanism.word())
                    .append(": ")
                    .append(number(line.each()))
                    .append(" ns for each descriptor (95 %: ")
                    .append(number(line.low()))
                    .append(" to ")
                    .append(number(line.high()))
                    .append("), R² ")
                    .append(String.format(Locale.ROOT, "%.3f", line.rSquared()))
                    .append(knee == null
                            ? ". "
                            : " up to about " + Math.round(knee.descriptors().value())
                                    + " descriptors, where they no longer fit a cache and each costs "
                                    + number(knee.perDescriptor().value()) + " ns. ");
        }
        return new Decision(verdict, words + "It holds when the interval of the slope is above 0 and R² is at least "
                + LEAST_FIT + ".", figures);
    }

    private static UndecidableException few(Mechanism mechanism) {
        return new UndecidableException(
                mechanism.word() + " was measured with fewer than " + Slope.FEWEST_SIZES + " sizes up to its knee");
    }

    private static Decision flat(WaitFigures waits, Laboratory laboratory) throws IOException, UndecidableException {
        List<WaitPoint> points = curve(waits, Mechanism.EPOLL_LT, Mode.CALL).oneReady();
        int few = points.stream()
                .map(WaitPoint::descriptors)
                .min(Comparator.comparingInt(descriptors -> Math.abs(descriptors - 10)))
                .orElseThrow(() -> new UndecidableException("epoll was not measured with one descriptor ready"));
        int most = points.stream().mapToInt(WaitPoint::descriptors).max().orElseThrow();
        if (most < 100 * few) {
            throw new UndecidableException(
                    "epoll was measured with " + few + " to " + most + " descriptors only");
        }
        WaitCurve often = curve(laboratory.epollCalls(few, most), Mechanism.EPOLL_LT, Mode.CALL);
        Spread withMost = nanos(often, most);
        Spread ratio = Rules.quotient(withMost, nanos(often, few));
        String name = "epoll-lt, " + most + " descriptors against " + few;
        return new Decision(Rules.atMost(ratio, FLAT), "A call costs " + number(ratio.median()) + " times as much with "
                + most + " descriptors as with " + few + ". It holds when the interval of the median of "
                + Units.of(ratio.forks(), "round") + " is at most " + FLAT + ".",
                List.of(Rules.figure(name, "×", ratio),
                        Rules.figure("epoll-lt, a call with " + most, "ns", withMost)));
    }

    private static Spread nanos(WaitCurve curve, int descriptors) throws UndecidableException {
        return curve.at(descriptors, 1)
                .orElseThrow(() -> new UndecidableException(descriptors + " descriptors were not measured again"))
                .nanos();
    }

    private static Decision thousand(WaitFigures waits) throws UndecidableException {
        Verdict verdict = Verdict.HOLDS;
        List<Figure> figures = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (Mechanism mechanism : SCANNING) {
            Spread ratio = ratioAtTenThousand(waits, mechanism, Mode.BLOCKING);
            verdict = Rules.both(verdict, Rules.atLeast(ratio, THOUSAND));
            figures.add(Rules.figure(mechanism.word() + " ÷ epoll-lt, a call that may block", "×", ratio));
            figures.add(Rules.figure(mechanism.word() + " ÷ epoll-lt, a call with timeout 0", "×",
                    ratioAtTenThousand(waits, mechanism, Mode.CALL)));
            figures.add(Rules.figure(mechanism.word() + ", a call that may block", "ns",
                    point(waits, mechanism, Mode.BLOCKING).nanos()));
            words.append(mechanism.word())
                    .append(" costs ")
                    .append(number(ratio.median()))
                    .append(
                            " times what epoll-lt does. ");
        }
        figures.add(Rules.figure("epoll-lt, a call that may block", "ns",
                point(waits, Mechanism.EPOLL_LT, Mode.BLOCKING).nanos()));
        return new Decision(verdict, words + "With 10,000 TCP sockets, a random one ready, in a call that may block, as"
                + " servers make it. It holds when both are at least 1,000 times as dear in every round.", figures);
    }

    private static Spread ratioAtTenThousand(WaitFigures waits, Mechanism mechanism, Mode mode)
            throws UndecidableException {
        return Rules.quotient(point(waits, mechanism, mode).nanos(), point(waits, Mechanism.EPOLL_LT, mode).nanos());
    }

    private static WaitPoint point(WaitFigures waits, Mechanism mechanism, Mode mode) throws UndecidableException {
        return curve(waits, mechanism, mode).at(TEN_THOUSAND, 1)
                .orElseThrow(() -> new UndecidableException(
                        "10,000 descriptors were not measured: see echoscale doctor for what the limit allows"));
    }

    private static WaitCurve curve(WaitFigures waits, Mechanism mechanism, Mode mode) throws UndecidableException {
        return waits.curve(WaitFigures.JAVA, Kind.TCP.word(), mechanism.word(), mode.word())
                .orElseThrow(() -> new UndecidableException("there are no figures of " + mechanism.word() + ", mode "
                        + mode.word() + ", on TCP sockets; " + Laboratory.waitsCommand() + " measures them"));
    }

    private static String number(double value) {
        return ServerClaims.number(value);
    }
}
