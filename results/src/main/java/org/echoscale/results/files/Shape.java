package org.echoscale.results.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which keys a result must and may have and of what type their values are, taken from the published JSON Schema, so that
 * the schema and the reader cannot disagree. The values themselves are checked by the records.
 */
final class Shape {
    static final Shape RUN = new Shape("run.schema.json");
    static final Shape TRIAL = new Shape("trial.schema.json");
    static final Shape WAITS = new Shape("waits.schema.json");
    static final Shape CLAIMS = new Shape("claims.schema.json");
    static final Shape MODELS = new Shape("models.schema.json");

    /** From here on an integer does not fit into a long. */
    private static final double LONG_LIMIT = 0x1p63;

    private final JsonNode schema;

    private Shape(String resource) {
        try (InputStream in = Shape.class.getResourceAsStream("/org/echoscale/results/schema/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            schema = JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text that has another shape; the problem is said in one line. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1;
        final String problem;
        final int line;

        Mismatch(JsonParser parser, String problem) {
            super(problem);
            this.problem = problem;
            line = parser.currentTokenLocation().getLineNr();
        }
    }

    /** About a key: {@code "key cell.load.depth missing"}. */
    private static Mismatch key(JsonParser parser, List<String> path, String key, String what) {
        return new Mismatch(parser, "key " + String.join("", path).concat("." + key).substring(1) + " " + what);
    }

    /** About a value: {@code "cell.connections: value 0 out of range (1 to 2147483647)"}. */
    private static Mismatch value(JsonParser parser, List<String> path, String what) {
        return new Mismatch(parser, (path.isEmpty() ? "" : String.join("", path).substring(1) + ": ") + what);
    }

    /** Reads the one value there is and checks its keys, types and ranges. */
    void check(JsonParser parser) throws Mismatch {
        parser.nextToken();
        check(parser, List.of(schema), new ArrayList<>());
        if (parser.nextToken() != null) {
            throw new Mismatch(parser, "more than one JSON value");
        }
    }

    private void check(JsonParser parser, List<JsonNode> choices, List<String> path) throws Mismatch {
        List<JsonNode> types = choices.stream().flatMap(choice -> resolved(choice).stream()).toList();
        String wanted = types.getFirst().path("type").asString();
        if (!matches(parser.currentToken(), wanted)) {
            throw value(parser, path, shown(parser) + " where " + wanted + " belongs");
        }
        checkValue(parser, types, path);
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            checkObject(parser, types, path);
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                path.add("[" + i + "]");
                check(parser, List.of(types.getFirst().path("items")), path);
                path.removeLast();
            }
        }
    }

    private static void checkValue(JsonParser parser, List<JsonNode> types, List<String> path) throws Mismatch {
        if (parser.currentToken().isNumeric()) {
            double number = parser.getDoubleValue();
            JsonNode type = types.getFirst();
            boolean fits = type.path("type").asString().equals("integer")
                    ? Math.abs(number) < LONG_LIMIT
                    : Double.isFinite(number);
            if (!fits || number < type.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                    || number > type.path("maximum").asDouble(Double.POSITIVE_INFINITY)
                    || number <= type.path("exclusiveMinimum").asDouble(Double.NEGATIVE_INFINITY)) {
                throw value(parser, path, "value " + parser.getString() + " out of range" + range(type));
            }
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            Set<String> words = new LinkedHashSet<>();
            for (JsonNode type : types) {
                type.path("enum").forEach(word -> words.add(word.asString()));
                if (type.path("const").isString()) {
                    words.add(type.path("const").asString());
                }
            }
            if (!words.isEmpty() && !words.contains(parser.getString())) {
                throw value(parser, path, "'" + parser.getString() + "' is not one of " + String.join(", ", words));
            }
        }
    }

    private static String range(JsonNode type) {
        if (type.has("exclusiveMinimum")) {
            return " (above " + type.path("exclusiveMinimum").asString() + ")";
        }
        if (type.has("minimum")) {
            return " (" + (type.has("maximum")
                    ? type.path("minimum").asString() + " to " + type.path("maximum").asString()
                    : "at least " + type.path("minimum").asString()) + ")";
        }
        return "";
    }

    /**
     * With several types to choose from, each key decides: those that do not know it are out, and those that have another
     * word for its value.
     */
    private void checkObject(JsonParser parser, List<JsonNode> types, List<String> path) throws Mismatch {
        List<JsonNode> left = types;
        Set<String> found = new LinkedHashSet<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            List<JsonNode> knowing = left.stream().filter(type -> !member(type, key).isMissingNode()).toList();
            if (knowing.isEmpty()) {
                throw key(parser, path, key, "unknown; known here: "
                        + String.join(", ", left.getFirst().path("properties").propertyNames()));
            }
            if (!found.add(key)) {
                throw key(parser, path, key, "there twice");
            }
            parser.nextToken();
            path.add("." + key);
            check(parser, knowing.stream().map(type -> member(type, key)).toList(), path);
            path.removeLast();
            left = knowing.stream().filter(type -> agrees(parser, member(type, key))).toList();
        }
        for (JsonNode required : left.getFirst().path("required")) {
            if (!found.contains(required.asString())) {
                throw key(parser, path, required.asString(), "missing");
            }
        }
    }

    private static boolean agrees(JsonParser parser, JsonNode type) {
        return parser.currentToken() != JsonToken.VALUE_STRING || !type.path("const").isString()
                || type.path("const").asString().equals(parser.getString());
    }

    private static JsonNode member(JsonNode type, String key) {
        JsonNode named = type.path("properties").path(key);
        JsonNode others = type.path("additionalProperties");
        return named.isMissingNode() && others.isObject() ? others : named;
    }

    private List<JsonNode> resolved(JsonNode type) {
        if (type.has("$ref")) {
            return resolved(schema.at(type.path("$ref").asString().substring(1)));
        }
        if (type.has("oneOf")) {
            return type.path("oneOf").values().stream().flatMap(choice -> resolved(choice).stream()).toList();
        }
        return List.of(type);
    }

    private static boolean matches(JsonToken token, String type) {
        return switch (type) {
            case "object" -> token == JsonToken.START_OBJECT;
            case "array" -> token == JsonToken.START_ARRAY;
            case "string" -> token == JsonToken.VALUE_STRING;
            case "integer" -> token == JsonToken.VALUE_NUMBER_INT;
            case "number" -> token.isNumeric();
            case "boolean" -> token.isBoolean();
            default -> throw new IllegalStateException("type " + type + " in the schema");
        };
    }

    private static String shown(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "the text '" + parser.getString() + "'";
            default -> parser.getString();
        };
    }
}
