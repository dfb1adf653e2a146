package org.echoscale.bench.server;

import org.echoscale.core.ServerStats;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A snapshot as a line of JSON. It is written by hand, so that the server's process, which is being measured, does not
 * load and compile a JSON library; it is read with one.
 */
final class SnapshotJson {
    private SnapshotJson() {}

    static String write(ServerSnapshot snapshot) {
        ServerStats server = snapshot.server();
        return new Line().number("accepted", server.accepted())
                .number("closed", server.closed())
                .number("refused", server.refused())
                .number("acceptFailures", server.acceptFailures())
                .number("bytesReceived", server.bytesReceived())
                .number("bytesSent", server.bytesSent())
                .number("bytesDiscarded", server.bytesDiscarded())
                .number("waits", server.waits())
                .number("ready", server.ready())
                .number("reads", server.reads())
                .number("writes", server.writes())
                .number("registrations", server.registrations())
                .nested("server")
                .number("pid", snapshot.pid())
                .number("userNanos", snapshot.userNanos())
                .number("systemNanos", snapshot.systemNanos())
                .number("voluntarySwitches", snapshot.voluntarySwitches())
                .number("involuntarySwitches", snapshot.involuntarySwitches())
                .number("threads", snapshot.threads())
                .number("residentBytes", snapshot.residentBytes())
                .number("allocatedBytes", snapshot.allocatedBytes())
                .number("gcCount", snapshot.gcCount())
                .number("gcNanos", snapshot.gcNanos())
                .number("compilerNanos", snapshot.compilerNanos())
                .number("safepoints", snapshot.safepoints())
                .number("safepointNanos", snapshot.safepointNanos())
                .end();
    }

    /** @throws JacksonException when the line is no snapshot */
    static ServerSnapshot read(String line) {
        return Mapper.INSTANCE.readValue(line, ServerSnapshot.class);
    }

    /** Made when first used, which in the server's process is never. */
    private static final class Mapper {
        static final JsonMapper INSTANCE = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
    }

    /** An object of numbers that grows. */
    private static final class Line {
        private final StringBuilder text = new StringBuilder(700);

        Line number(String name, @Nullable Number value) {
            text.append(text.isEmpty() ? "{" : ",").append('"').append(name).append("\":").append(value);
            return this;
        }

        /** What was written so far becomes the value of a field of a new object. */
        Line nested(String name) {
            text.insert(0, "{\"" + name + "\":").append('}');
            return this;
        }

        String end() {
            return text.append('}').toString();
        }
    }
}
