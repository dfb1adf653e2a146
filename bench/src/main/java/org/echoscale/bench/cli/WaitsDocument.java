package org.echoscale.bench.cli;

import java.util.List;
import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.stats.CostModel;
import org.echoscale.results.stats.Slope;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.WaitCurve;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitSentences;
import org.jspecify.annotations.Nullable;

/**
 * A study of wait calls for programs, described in docs/waits.md. What is absent has no key.
 *
 * @param schema version of the format
 * @param directory where {@code waits.json} with every slice is
 * @param complete whether all rounds were measured
 */
record WaitsDocument(int schema, String directory, boolean complete, List<String> verdict, List<PointPart> points,
        List<ModelPart> models, List<RatioPart> ratios, List<WaitCosts.Left> left) {
    static final int SCHEMA = 1;

    /** A figure over the rounds. */
    record FigurePart(double median, double min, double max) {
        static FigurePart of(Spread spread) {
            return new FigurePart(spread.median(), spread.min(), spread.max());
        }
    }

    /** CPU time of a call. */
    record PointPart(String program, String kind, String mechanism, String mode, int descriptors, int ready,
            FigurePart nanos) {}

    /** A coefficient of a model: fitted to the medians, and the extremes of the rounds fitted one by one. */
    record EstimatePart(double value, double min, double max) {
        static EstimatePart of(CostModel.Estimate estimate) {
            return new EstimatePart(estimate.value(), estimate.perRound().min(), estimate.perRound().max());
        }
    }

    /** nanos = perCall + perDescriptor × descriptors + perReady × ready, up to the knee. */
    record ModelPart(String program, String kind, String mechanism, String mode, EstimatePart perCall,
            EstimatePart perDescriptor, @Nullable EstimatePart perReady, @Nullable Double rSquared,
            double relativeError,
            int points, int from, int to, @Nullable EstimatePart knee, @Nullable EstimatePart perDescriptorBeyond) {
        static ModelPart of(WaitCurve curve, CostModel model) {
            CostModel.Estimate ready = model.perReady();
            CostModel.Knee knee = model.knee();
            return new ModelPart(curve.program(), curve.kind(), curve.mechanism(), curve.mode(),
                    EstimatePart.of(model.perCall()), EstimatePart.of(model.perDescriptor()),
                    ready == null ? null : EstimatePart.of(ready),
                    curve.line().map(Slope::rSquared).orElse(null), model.error(), model.points(),
                    model.from(), model.to(), knee == null ? null : EstimatePart.of(knee.descriptors()),
                    knee == null ? null : EstimatePart.of(knee.perDescriptor()));
        }
    }

    /** Java ÷ C, round by round. */
    record RatioPart(String kind, String mechanism, String mode, int descriptors, int ready, FigurePart javaPerC) {}

    static WaitsDocument of(WaitFigures figures, String directory, boolean complete) {
        return new WaitsDocument(SCHEMA, directory, complete,
                WaitSentences.of(figures),
                figures.curves()
                        .stream()
                        .flatMap(curve -> curve.points()
                                .stream()
                                .map(point -> new PointPart(curve.program(), curve.kind(), curve.mechanism(),
                                        curve.mode(), point.descriptors(), point.ready(),
                                        FigurePart.of(point.nanos()))))
                        .toList(),
                figures.curves()
                        .stream()
                        .flatMap(curve -> curve.model().stream().map(model -> ModelPart.of(curve, model)))
                        .toList(),
                figures.ratios()
                        .stream()
                        .map(ratio -> new RatioPart(ratio.kind(), ratio.mechanism(), ratio.mode(),
                                ratio.descriptors(), ratio.ready(), FigurePart.of(ratio.ratio())))
                        .toList(),
                figures.costs().left());
    }
}
