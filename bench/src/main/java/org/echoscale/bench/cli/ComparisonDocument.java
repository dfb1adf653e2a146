package org.echoscale.bench.cli;

import org.echoscale.bench.run.ComparisonFigures;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.echoscale.bench.run.Contender;
import org.echoscale.bench.run.SideBySide.Meanwhile;
import org.echoscale.bench.run.SideBySide.Sample;
import org.echoscale.bench.run.SideBySide.Settings;
import org.echoscale.bench.run.SideBySide.WarmedUp;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.Listening;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.Subject.Kind;
import org.echoscale.results.stats.Spread;
import org.jspecify.annotations.Nullable;

/**
 * A comparison for programs, described in docs/compare.md. What is absent has no key.
 *
 * @param schema version of the format
 * @param version of the program
 * @param outcome COMPLETE, INTERRUPTED or FAILED
 * @param reason why it is not complete
 * @param machine what the machine did during the rounds
 * @param warmUps how each server of each fork was warmed up
 * @param summary figures over the forks, of each server; empty when no round was complete
 * @param slices of complete rounds, in the order in which they were taken
 */
record ComparisonDocument(int schema, String version, Instant startedAt, Outcome outcome, @Nullable String reason,
        SettingsPart settings, String reference, List<ServerPart> servers, Environment environment,
        Meanwhile machine, List<WarmedUp> warmUps, List<String> verdict, List<SummaryPart> summary,
        List<Sample> slices) {
    static final int SCHEMA = 1;

    /** How a comparison ended. */
    enum Outcome {
        COMPLETE, INTERRUPTED, FAILED
    }

    /** All settings, in base units. */
    record SettingsPart(int connections, int active, int payloadBytes, int forks, int rounds, long sliceNanos,
            long warmUpNanos, long seed) {
        static SettingsPart of(Settings settings) {
            return new SettingsPart(settings.connections(), settings.active(), settings.payloadBytes(),
                    settings.forks(), settings.rounds(), settings.slice().toNanos(), settings.warmUp().toNanos(),
                    settings.seed());
        }
    }

    /**
     * A server.
     *
     * @param transport of a server that was started here
     * @param address of one that was running
     * @param pid its process
     */
    record ServerPart(String name, Kind kind, @Nullable String transport, @Nullable String address,
            @Nullable Long pid) {
        static ServerPart of(Contender contender, Catalog catalog) {
            return switch (contender) {
                case Contender.Own own -> new ServerPart(own.name(),
                        catalog.fromPlugins().contains(own.transport()) ? Kind.PLUGIN : Kind.BUILT_IN,
                        own.transport(), null, null);
                case Contender.External external -> {
                    OptionalLong pid = external.target().pid();
                    yield new ServerPart(external.name(), Kind.EXTERNAL, null,
                            Listening.text(external.target().address()), pid.isPresent() ? pid.getAsLong() : null);
                }
            };
        }
    }

    /** A server's figures, by name. */
    record SummaryPart(String server, Map<String, FigurePart> figures) {
        static SummaryPart of(ComparisonFigures of) {
            Map<String, FigurePart> figures = new LinkedHashMap<>();
            figures.put("ratio", FigurePart.of(of.ratio()));
            figures.put("serverRatio", FigurePart.of(of.serverRatio()));
            figures.put("generatorRatio", FigurePart.of(of.generatorRatio()));
            figures.put("serverPerGenerator", FigurePart.of(of.serverPerGenerator()));
            figures.put("serverMicros", FigurePart.of(of.serverMicros()));
            figures.put("generatorMicros", FigurePart.of(of.generatorMicros()));
            figures.put("messagesPerSecond", FigurePart.of(of.messagesPerSecond()));
            return new SummaryPart(of.server(), figures);
        }
    }

    /**
     * A figure over the forks.
     *
     * @param min the lowest fork; absent when there is one only
     * @param max the highest fork; absent when there is one only
     */
    record FigurePart(double median, @Nullable Double min, @Nullable Double max, List<Double> perFork) {
        static FigurePart of(Spread spread) {
            boolean one = spread.forks() == 1;
            return new FigurePart(spread.median(), one ? null : spread.min(), one ? null : spread.max(),
                    spread.perFork());
        }
    }
}
