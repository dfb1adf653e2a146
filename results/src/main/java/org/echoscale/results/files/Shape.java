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

    /** A text that has another shape. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1;
        final String problem;
        final int line;

        Mismatch(JsonParser parser, List<String> path, String what) {
            super(what);
            problem = path.isEmpty() ? what : String.join("", path).substring(1) + ": " + what;
            line = parser.currentTokenLocation().getLineNr();
        }
    }

    /** Reads one value from the parser and checks its keys and types. */
    void check(JsonParser parser) throws Mismatch {
        parser.nextToken();
        check(parser, List.of(schema), new ArrayList<>());
    }

    private void check(JsonParser parser, List<JsonNode> choices, List<String> path) throws Mismatch {
        List<JsonNode> types = choices.stream().flatMap(choice -> resolved(choice).stream()).toList();
        String wanted = types.getFirst().path("type").asString();
        if (!matches(parser.currentToken(), wanted)) {
            throw new Mismatch(parser, path, shown(parser) + " where " + wanted + " belongs");
        }
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

    /** With several types to choose from, each key decides: those that do not know it are out. */
    private void checkObject(JsonParser parser, List<JsonNode> types, List<String> path) throws Mismatch {
        List<JsonNode> left = types;
        Set<String> found = new LinkedHashSet<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            path.add("." + key);
            List<JsonNode> knowing = left.stream().filter(type -> !member(type, key).isMissingNode()).toList();
            if (knowing.isEmpty()) {
                throw new Mismatch(parser, path, "unknown key; known here: "
                        + left.getFirst().path("properties").propertyNames());
            }
            left = knowing;
            parser.nextToken();
            check(parser, left.stream().map(type -> member(type, key)).toList(), path);
            found.add(key);
            path.removeLast();
        }
        for (JsonNode required : left.getFirst().path("required")) {
            if (!found.contains(required.asString())) {
                path.add("." + required.asString());
                throw new Mismatch(parser, path, "missing");
            }
        }
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
