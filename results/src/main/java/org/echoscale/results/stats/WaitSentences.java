package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;
import org.echoscale.results.stats.WaitFigures.Panel;
import org.echoscale.results.stats.WaitFigures.Ratio;
import org.jspecify.annotations.Nullable;

/** What a study of wait calls says, in sentences, the most striking first. */
public final class WaitSentences {
    private static final List<String> LINEAR = List.of("select-bitmap", "poll");
    private static final List<String> FLAT = List.of("epoll-lt", "epoll-et", "selector");
    private static final List<String> CALL_MODES = List.of("blocking-last", "blocking");
    private static final int ENOUGH_ROUNDS = 5;
    private static final int SMALL = 10;

    private final WaitFigures figures;
    private final List<String> all = new ArrayList<>();

    private WaitSentences(WaitFigures figures) {
        this.figures = figures;
    }

    public static List<String> of(WaitFigures figures) {
        WaitSentences sentences = new WaitSentences(figures);
        figures.panels().forEach(sentences::dearest);
        figures.panels().forEach(sentences::flat);
        figures.panels().stream().map(Panel::kind).distinct().forEach(sentences::blocking);
        figures.panels().forEach(panel -> sentences.crossovers(panel, false));
        figures.panels().forEach(panel -> sentences.crossovers(panel, true));
        sentences.againstC();
        if (figures.rounds() > 1 && figures.rounds() < ENOUGH_ROUNDS) {
            sentences.all
                    .add(figures.rounds() + " rounds are indicative: take " + ENOUGH_ROUNDS + " or more to quote.");
        }
        if (figures.rounds() == 1 && !sentences.all.isEmpty()) { // first, as it is about every sentence
            sentences.all.addFirst("One round: no spread, so nothing says how far each ratio below may be off; take "
                    + ENOUGH_ROUNDS + " or more to quote.");
        }
        return sentences.all;
    }

    /** {@code "tcp, mode call"}. */
    private static String place(Panel panel) {
        return panel.kind() + ", mode " + panel.mode();
    }

    private Optional<WaitCurve> java(Panel panel, String mechanism) {
        return figures.curve(WaitFigures.JAVA, panel.kind(), mechanism, panel.mode());
    }

    private void dearest(Panel panel) {
        Optional<WaitCurve> cheap = java(panel, "epoll-lt").or(() -> java(panel, "epoll-et"));
        if (cheap.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (String mechanism : LINEAR) {
            Optional<WaitPoint> most = java(panel, mechanism)
                    .flatMap(curve -> curve.oneReady().stream().max(Comparator.comparingInt(WaitPoint::descriptors)));
            Optional<WaitPoint> same = most.flatMap(point -> cheap.get().at(point.descriptors(), 1));
            if (same.isPresent() && most.get().descriptors() > 1 && (at == 0 || at == most.get().descriptors())) {
                at = most.get().descriptors();
                parts.add(mechanism + " costs "
                        + Units.times(most.get().nanos().median() / same.get().nanos().median()));
            }
        }
        if (!parts.isEmpty()) {
            all.add("With " + Units.count(at) + " descriptors registered and 1 ready (" + place(panel) + "), "
                    + String.join(" and ", parts) + " what " + cheap.get().mechanism() + " does.");
        }
    }

    private void flat(Panel panel) {
        for (String mechanism : FLAT) {
            List<WaitPoint> points = java(panel, mechanism).map(WaitCurve::oneReady).orElse(List.of());
            Optional<WaitPoint> few = points.stream().filter(point -> point.descriptors() == SMALL).findFirst();
            Optional<WaitPoint> many = points.stream().max(Comparator.comparingInt(WaitPoint::descriptors));
            if (few.isPresent() && many.isPresent() && many.get().descriptors() > SMALL) {
                Spread ratio = quotient(many.get().nanos(), few.get().nanos());
                all.add("With " + Units.count(many.get().descriptors()) + " registered " + mechanism + " costs "
                        + fine(ratio) + " times what it does with " + SMALL + " (" + place(panel) + ", 1 ready).");
            }
        }
    }

    private void blocking(String kind) {
        for (String mechanism : LINEAR) {
            Optional<WaitCurve> call = figures.curve(WaitFigures.JAVA, kind, mechanism, "call");
            for (String mode : CALL_MODES) {
                Optional<WaitCurve> blocks = figures.curve(WaitFigures.JAVA, kind, mechanism, mode);
                if (call.isEmpty() || blocks.isEmpty()) {
                    continue;
                }
                Optional<WaitPoint> most = blocks.get()
                        .oneReady()
                        .stream()
                        .filter(point -> call.get().at(point.descriptors(), 1).isPresent())
                        .max(Comparator.comparingInt(WaitPoint::descriptors));
                most.ifPresent(point -> all.add("A " + mechanism + " that may block costs "
                        + fine(quotient(point.nanos(), call.get().at(point.descriptors(), 1).orElseThrow().nanos()))
                        + " times the same with timeout 0 (" + kind + ", mode " + mode + ", "
                        + Units.count(point.descriptors()) + " registered, 1 ready)."));
            }
        }
    }

    private void crossovers(Panel panel, boolean ready) {
        String state = ready ? "when all are ready" : "when 1 is ready";
        String second = java(panel, "epoll-lt").isPresent() ? "epoll-lt" : "epoll-et";
        for (String first : LINEAR) {
            Optional<CostModel> a = model(panel, first, ready);
            Optional<CostModel> b = model(panel, second, ready);
            if (a.isPresent() && b.isPresent()) {
                all.add(sentence(first, second, Crossover.of(a.get(), b.get(), ready)) + " " + state + " ("
                        + place(panel) + ").");
            }
        }
    }

    /** Of the points in question alone: a few nanoseconds that decide are lost in a model of all. */
    private Optional<CostModel> model(Panel panel, String mechanism, boolean ready) {
        return java(panel, mechanism)
                .flatMap(curve -> CostModel.of(ready ? curve.allReady() : curve.oneReady()));
    }

    private static String sentence(String first, String second, Crossover crossing) {
        String range = Units.count(crossing.from()) + " to " + Units.count(crossing.to()) + " descriptors";
        Spread at = crossing.at();
        return switch (crossing.kind()) {
            case CROSSES -> below(first, second, at);
            case CROSSES_BACK -> below(second, first, at);
            case FIRST -> first + " is cheaper than " + second + " from " + range;
            case SECOND -> second + " is cheaper than " + first + " from " + range;
            case UNTOLD -> "Whether " + first + " or " + second + " is cheaper from " + range + " cannot be told: "
                    + "rounds differ";
        };
    }

    private static String below(String cheaper, String other, @Nullable Spread at) {
        return cheaper + " is cheaper than " + other + " below N = " + whole(at == null ? 0 : at.median())
                + (at == null || at.forks() == 1 ? "" : " (" + whole(at.min()) + "–" + whole(at.max()) + ")");
    }

    private static String whole(double descriptors) {
        return Units.count(Math.ceil(descriptors));
    }

    private void againstC() {
        List<Ratio> ratios = figures.ratios();
        if (ratios.isEmpty()) {
            return;
        }
        double[] medians = ratios.stream().mapToDouble(ratio -> ratio.ratio().median()).sorted().toArray();
        Ratio worst = ratios.stream()
                .max(Comparator.comparingDouble(ratio -> ratio.ratio().median()))
                .orElseThrow();
        all.add("Java ÷ C: " + digits(Median.withDefaults().evaluate(medians.clone())) + " at the median of "
                + medians.length
                + " points, " + digits(medians[0]) + " to " + digits(medians[medians.length - 1]) + "; the dearest is "
                + worst.mechanism() + " (" + worst.kind() + ", mode " + worst.mode() + ") with "
                + Units.count(worst.descriptors()) + " registered and " + Units.count(worst.ready()) + " ready.");
    }

    /** Round by round, as both were measured in each. */
    private static Spread quotient(Spread dividend, Spread divisor) {
        List<Double> quotients = new ArrayList<>();
        for (int round = 0; round < Math.min(dividend.forks(), divisor.forks()); round++) {
            quotients.add(dividend.perFork().get(round) / divisor.perFork().get(round));
        }
        return new Spread(quotients);
    }

    private static String fine(Spread spread) {
        return digits(spread.median())
                + (spread.forks() == 1 ? "" : " (" + digits(spread.min()) + "–" + digits(spread.max()) + ")");
    }

    private static String digits(double ratio) {
        return Units.digits(ratio);
    }
}
