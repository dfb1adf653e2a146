package org.echoscale.results.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.echoscale.results.files.ResultFileException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file as {@code -rf json} of JMH writes it. It may come from anywhere: nothing in it is believed that contradicts the rest,
 * and what is wrong is said in one line that names the place.
 */
public final class JmhFile {
    /** Far above any run of ours; a larger file is refused before it is read. */
    private static final long LARGEST = 64 << 20;
    private static final int LONGEST_NAME = 500;
    /** Not {@code sample}: that keeps a histogram of single calls where the others have a value for each iteration. */
    private static final List<String> MODES = List.of("avgt", "thrpt", "ss");
    /** Scores are written in full precision; a mean of many values may differ in the last places. */
    private static final double PRECISION = 1e-9;

    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(400)
                            .maxNameLength(LONGEST_NAME)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;

    private JmhFile(Path file) {
        this.file = file;
    }

    /**
     * What it says, in its order.
     *
     * @throws ResultFileException when it is no such file
     */
    public static List<JmhResult> read(Path file) throws IOException {
        return parse(bytes(file), file);
    }

    /**
     * The bytes of a file, for {@link #parse}.
     *
     * @throws ResultFileException when there is no file, or it is larger than any of ours
     */
    public static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ResultFileException(file, Files.exists(file) ? "is no file" : "no such file");
        }
        if (Files.size(file) > LARGEST) {
            throw new ResultFileException(file, "larger than " + LARGEST + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /**
     * What these bytes of a file say.
     *
     * @throws ResultFileException when they are no result of JMH
     */
    public static List<JmhResult> parse(byte[] json, Path file) throws ResultFileException {
        return new JmhFile(file).results(json);
    }

    private List<JmhResult> results(byte[] json) throws ResultFileException {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new ResultFileException(file, "line " + line + ": not JSON as JMH writes it (-rf json)");
        }
        if (!root.isArray() || root.isEmpty()) {
            throw problem("", root.isArray() ? "no benchmark in it" : "not a list of benchmarks as JMH writes it");
        }
        List<JmhResult> results = new ArrayList<>();
        for (int i = 0; i < root.size(); i++) {
            results.add(result(root.get(i), "[" + i + "]"));
        }
        return List.copyOf(results);
    }

    private JmhResult result(JsonNode node, String at) throws ResultFileException {
        String benchmark = text(node, "benchmark", at);
        if (benchmark.indexOf('.') < 1) {
            throw problem(at + ".benchmark", "is no name of a benchmark");
        }
        SortedMap<String, String> parameters = new TreeMap<>();
        for (Map.Entry<String, JsonNode> parameter : members(node, "params", at, false)) {
            if (!parameter.getValue().isString()) {
                throw problem(at + ".params." + parameter.getKey(), "is no text");
            }
            parameters.put(parameter.getKey(), parameter.getValue().stringValue());
        }
        JsonNode threads = node.path("threads");
        if (!threads.isInt() || threads.intValue() < 1) {
            throw problem(at + ".threads", "is no number from 1 on");
        }
        String mode = text(node, "mode", at);
        if (!MODES.contains(mode)) {
            throw problem(at + ".mode", "is '" + mode + "', which a trial has no place for (measure with -bm "
                    + String.join(", ", MODES) + ")");
        }
        JmhMetric primary = metric(node.path("primaryMetric"), at + ".primaryMetric");
        check(primary, at + ".primaryMetric");
        SortedMap<String, JmhMetric> secondary = new TreeMap<>();
        for (Map.Entry<String, JsonNode> metric : members(node, "secondaryMetrics", at, true)) {
            String place = at + ".secondaryMetrics." + metric.getKey();
            JmhMetric read = metricOrNone(metric.getValue(), place);
            if (read != null) {
                secondary.put(metric.getKey(), read);
            }
        }
        return new JmhResult(benchmark, mode, parameters, threads.intValue(), primary, secondary);
    }

    /** A score that does not follow from the values beside it was not written by JMH. */
    private void check(JmhMetric metric, String at) throws ResultFileException {
        List<Double> values = metric.forks().stream().flatMap(List::stream).toList();
        if (values.isEmpty()) {
            throw problem(at + ".rawData", "has no value");
        }
        double mean = JmhScore.ofValues(values).mean();
        if (!Double.isFinite(mean)
                || Math.abs(mean - metric.score()) > PRECISION * Math.max(Math.abs(mean), Math.abs(metric.score()))) {
            throw problem(at + ".score", "is " + metric.score() + ", but the mean of its iterations is " + mean);
        }
    }

    /** A secondary figure that came to nothing, as a rate over no time, has NaN for its score: it is absent. */
    private @Nullable JmhMetric metricOrNone(JsonNode node, String at) throws ResultFileException {
        return isNaN(node.path("score")) ? null : metric(node, at);
    }

    private JmhMetric metric(JsonNode node, String at) throws ResultFileException {
        if (!node.isObject()) {
            throw problem(at, "is no figure as JMH writes it");
        }
        JsonNode error = node.path("scoreError");
        return new JmhMetric(text(node, "scoreUnit", at), number(node.path("score"), at + ".score"),
                isNaN(error) ? null : number(error, at + ".scoreError"),
                forks(node.path("rawData"), at + ".rawData"));
    }

    private List<List<Double>> forks(JsonNode node, String at) throws ResultFileException {
        if (node.isMissingNode()) {
            return List.of();
        }
        List<List<Double>> forks = new ArrayList<>();
        for (JsonNode fork : elements(node, at)) {
            String place = at + "[" + forks.size() + "]";
            List<Double> iterations = new ArrayList<>();
            for (JsonNode iteration : elements(fork, place)) {
                iterations.add(number(iteration, place + "[" + iterations.size() + "]"));
            }
            forks.add(iterations);
        }
        return forks;
    }

    private Iterable<JsonNode> elements(JsonNode node, String at) throws ResultFileException {
        if (!node.isArray()) {
            throw problem(at, "is no list");
        }
        return node;
    }

    private Iterable<Map.Entry<String, JsonNode>> members(JsonNode node, String key, String at, boolean required)
            throws ResultFileException {
        JsonNode object = node.path(key);
        if (object.isMissingNode() && !required) {
            return List.of();
        }
        if (!object.isObject()) {
            throw problem(at + "." + key, object.isMissingNode() ? "is missing" : "is no object");
        }
        return object.properties();
    }

    private String text(JsonNode node, String key, String at) throws ResultFileException {
        JsonNode value = node.path(key);
        if (!value.isString() || value.stringValue().isBlank() || value.stringValue().length() > LONGEST_NAME) {
            throw problem(at + "." + key, value.isMissingNode() ? "is missing" : "is no short text");
        }
        return value.stringValue();
    }

    private double number(JsonNode value, String at) throws ResultFileException {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw problem(at, value.isMissingNode() ? "is missing" : "is no finite number");
        }
        return value.doubleValue();
    }

    /** JMH writes it as a text. */
    private static boolean isNaN(JsonNode value) {
        return value.isString() && value.stringValue().equals("NaN");
    }

    private ResultFileException problem(String at, String what) {
        return new ResultFileException(file, (at + " " + what).strip());
    }
}
