package org.echoscale.bench.plan;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Some of a plan's values: the defaults, those of a plan file, or those of flags. Immutable. */
public final class PlanLayer {
    private final Map<PlanKey, Setting> settings;

    private PlanLayer(Map<PlanKey, Setting> settings) {
        this.settings = settings;
    }

    public static PlanLayer of(Map<PlanKey, Setting> settings) {
        Map<PlanKey, Setting> copy = new EnumMap<>(PlanKey.class);
        copy.putAll(settings);
        return new PlanLayer(Collections.unmodifiableMap(copy));
    }

    /** The lowest layer, which has a value for every key. The seed is new in each run, and recorded. */
    public static PlanLayer defaults(long seed) {
        Map<PlanKey, Setting> defaults = new EnumMap<>(PlanKey.class);
        for (PlanKey key : PlanKey.values()) {
            String text = switch (key) {
                case TRANSPORT -> "all";
                case CONNECTIONS -> "10, 100, 1k, 10k";
                case ACTIVE -> "64";
                case PAYLOAD -> "64B";
                case DEPTH -> "1";
                case RATE -> "10k/s";
                case FORKS -> "1";
                case DURATION -> "2s";
                case WARM_UP -> "5s";
                case WAITING -> "hybrid";
                case SEED -> Long.toString(seed);
            };
            defaults.put(key, new Setting(text, Setting.DEFAULT));
        }
        return new PlanLayer(defaults);
    }

    /** This layer on top of another: where both have a value, this one's counts. */
    public PlanLayer over(PlanLayer below) {
        Map<PlanKey, Setting> merged = new EnumMap<>(PlanKey.class);
        merged.putAll(below.settings);
        merged.putAll(settings);
        return new PlanLayer(Collections.unmodifiableMap(merged));
    }

    /** What flags override, as they would be typed, or empty: {@code "--connections 10,1k --forks 5"}. */
    public String overrides() {
        return settings.entrySet()
                .stream()
                .filter(entry -> entry.getValue().origin().equals(entry.getKey().flag()))
                .map(entry -> entry.getKey().flag() + " " + entry.getValue().text())
                .collect(Collectors.joining(" "));
    }

    public Optional<Setting> setting(PlanKey key) {
        return Optional.ofNullable(settings.get(key));
    }
}
