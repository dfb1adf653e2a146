package org.echoscale.results.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import org.echoscale.results.model.RunManifest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The records as JSON, strictly: no unknown key, no key twice, no null (what is absent has no key), no number that is
 * not finite, no value of another type made to fit.
 */
final class ResultJson {
    /** Longest piece of text: a histogram, with room to spare. */
    private static final int LONGEST_TEXT = 5_000_000;

    static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(30)
                            .maxNameLength(200)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .build())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .changeDefaultPropertyInclusion(was -> was.withValueInclusion(JsonInclude.Include.NON_NULL))
            .addModule(finiteNumbers())
            .build();

    private ResultJson() {}

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static byte[] prettyBytes(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }

    /**
     * The record that a JSON text stands for. What is wrong with it is said in our own words and never in those of the
     * JSON library, which quote the text and name its own classes.
     *
     * @param firstLine the line of the file in which the text begins
     */
    static <T> T parse(byte[] json, Class<T> type, Shape shape, Path file, long firstLine)
            throws ResultFileException {
        try {
            checkSchema(json, RunManifest.SCHEMA, file, firstLine);
            try (JsonParser parser = MAPPER.createParser(json)) {
                shape.check(parser);
            }
        } catch (Shape.Mismatch e) {
            throw new ResultFileException(file, line(json, firstLine, e.line), e.problem, e);
        } catch (StreamConstraintsException e) {
            throw new ResultFileException(file, line(json, firstLine, line(e)),
                    "a number, a text or the nesting is larger than any of a result", e);
        } catch (JacksonException e) {
            throw new ResultFileException(file, line(json, firstLine, line(e)), "not JSON" + column(e), e);
        }
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new ResultFileException(file, line(json, firstLine, line(e)), problem(e), e);
        }
    }

    /** Before anything else, so that a file of another version is called that and not a file with unknown keys. */
    private static void checkSchema(byte[] json, int schema, Path file, long firstLine) throws ResultFileException {
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ResultFileException(file, firstLine, "not a JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals("schema");
                parser.nextToken();
                if (found) {
                    if (!parser.currentToken().isNumeric() || !parser.getString().equals(Integer.toString(schema))) {
                        throw new ResultFileException(file, firstLine, "schema: '" + parser.getString()
                                + "' is a version that this program does not read; it reads " + schema);
                    }
                    return;
                }
                parser.skipChildren();
            }
        }
        throw new ResultFileException(file, firstLine, "key schema missing");
    }

    /** The parser takes a lone carriage return for the end of a line; to us, and to editors, it is none. */
    private static long line(byte[] json, long firstLine, long parsers) {
        for (byte each : json) {
            if (each == '\n') {
                return firstLine + parsers - 1;
            }
        }
        return firstLine;
    }

    private static int line(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? 1 : Math.max(1, location.getLineNr());
    }

    private static String column(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getColumnNr() < 1 ? "" : " (at column " + location.getColumnNr() + ")";
    }

    /** {@code "measurement.slices[3].messages: ..."}: where in the record, and what the record says against it. */
    private static String problem(JacksonException e) {
        StringBuilder where = new StringBuilder();
        if (e instanceof DatabindException bind) {
            for (JacksonException.Reference step : bind.getPath()) {
                if (step.getPropertyName() == null) {
                    where.append('[').append(step.getIndex()).append(']');
                } else {
                    where.append(where.isEmpty() ? "" : ".").append(step.getPropertyName());
                }
            }
        }
        String what = "a value that does not belong here";
        if (e.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null
                && !(refused instanceof NumberFormatException)) {
            what = refused.getMessage();
        } else if (e instanceof InvalidFormatException wrong) {
            what = "value '" + wrong.getValue() + "' does not have the form that belongs here";
        } else if (e instanceof InputCoercionException) {
            what = "a number out of range";
        }
        return where.isEmpty() ? what : where + ": " + what;
    }

    private static SimpleModule finiteNumbers() {
        return new SimpleModule("finite numbers").addDeserializer(Double.class, new ReadFinite(Double.class))
                .addDeserializer(double.class, new ReadFinite(double.class))
                .addSerializer(Double.class, new WriteFinite(Double.class))
                .addSerializer(double.class, new WriteFinite(double.class));
    }

    /** A number such as 1e999, which would become infinite, is refused. */
    private static final class ReadFinite extends StdDeserializer<Double> {
        ReadFinite(Class<Double> type) {
            super(type);
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.currentToken().isNumeric()) {
                return (Double) context.handleUnexpectedToken(getValueType(context), parser);
            }
            double value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                return (Double) context.handleWeirdNumberValue(handledType(), value, "not a finite number");
            }
            return value;
        }
    }

    /** JSON has no word for NaN or infinity: such a figure must be absent. */
    private static final class WriteFinite extends StdSerializer<Double> {
        WriteFinite(Class<Double> type) {
            super(type);
        }

        @Override
        public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
            if (!Double.isFinite(value)) {
                throw DatabindException.from(generator, "a figure is " + value + "; it must be finite or absent");
            }
            generator.writeNumber(value);
        }
    }
}
