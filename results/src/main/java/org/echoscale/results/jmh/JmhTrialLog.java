package org.echoscale.results.jmh;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Trials as JSON, a line each. */
public final class JmhTrialLog {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private JmhTrialLog() {}

    /** The content of {@code jmh-trials.jsonl}. */
    public static String text(List<JmhTrial> trials) throws JacksonException {
        StringBuilder lines = new StringBuilder();
        for (JmhTrial trial : trials) {
            lines.append(MAPPER.writeValueAsString(trial)).append('\n');
        }
        return lines.toString();
    }
}
