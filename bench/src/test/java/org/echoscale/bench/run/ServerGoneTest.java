package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Losses;
import org.echoscale.bench.server.ServerEnd;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerGoneTest {
    private static final long BEGAN = 1_000_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final ServerEnd KILLED = new ServerEnd("server x (process 4711) ended with exit code 137 (SIGKILL)",
            "");
    private static final List<Reason> FOLLOWING = reasons("connection-lost", "missing-replies", "rate-missed", "little",
            "not-steady", "no-replies", "sent-late", "connects-failed");

    @Test
    void theEndOfAProcessIsOneReasonInThePlaceOfAllThatFollowFromIt() {
        assertThat(fold(FOLLOWING, lost(10, 840, 850), KILLED)).containsExactly(new Reason("server-died",
                "server x (process 4711) ended with exit code 137 (SIGKILL) 840 ms into the window of 2.00 s: "
                        + "10 of 10 connections lost, 64 of 12,345 messages unanswered",
                10.0, 0.0));
    }

    @Test
    void itsLastWordsAreAtTheEnd() {
        assertThat(fold(FOLLOWING, lost(1, 840, 840), new ServerEnd("server x ended", "OutOfMemoryError")))
                .extracting(Reason::message)
                .containsExactly("server x ended 840 ms into the window of 2.00 s: 1 of 10 connections lost, "
                        + "64 of 12,345 messages unanswered; its last words: OutOfMemoryError");
    }

    @Test
    void whatDoesNotFollowFromItStaysBesideIt() {
        List<Reason> others = reasons("corrupt", "steal", "generator-paused", "generator-behind");
        assertThat(fold(Stream.concat(FOLLOWING.stream(), others.stream()).toList(), lost(10, 840, 850), KILLED))
                .extracting(Reason::code)
                .containsExactly("server-died", "corrupt", "steal", "generator-paused", "generator-behind");
    }

    @Test
    void whatTheWindowFoundDoesNotFollowFromAnEndAfterIt() {
        assertThat(fold(FOLLOWING, lost(10, 2_001, 2_010), KILLED)).extracting(Reason::code)
                .containsExactly("server-died", "rate-missed", "little", "not-steady", "no-replies", "sent-late");
        assertThat(fold(FOLLOWING, lost(10, 2_001, 2_010), KILLED).getFirst().message())
                .contains("(SIGKILL) after the window of 2.00 s: 10 of 10");
        assertThat(fold(FOLLOWING, lost(10, -5, -1), KILLED)).singleElement()
                .extracting(Reason::message)
                .asString()
                .contains("(SIGKILL) before the window: 10 of 10");
    }

    @Test
    void connectionsThatWereLostLongBeforeTheLastOneSayNotWhenItWasAndAreNotAllItsDoing() {
        List<Reason> folded = fold(FOLLOWING, lost(10, 100, 1_101), KILLED);
        assertThat(folded).extracting(Reason::code).startsWith("server-died", "rate-missed");
        assertThat(folded.getFirst().message()).contains("(SIGKILL): 10 of 10 connections lost");
    }

    @Test
    void allConnectionsThatTheServerClosesAtOnceAreOneReasonAlsoWhereItsProcessIsNotKnown() {
        assertThat(fold(FOLLOWING, lost(10, 840, 1_840), null)).containsExactly(new Reason("connection-lost",
                "the server closed all connections 840 ms into the window of 2.00 s: 10 of 10 connections lost, "
                        + "64 of 12,345 messages unanswered; the first: closed by the server",
                10.0, 0.0));
    }

    @Test
    void otherLossesExplainNothingElse() {
        assertThat(fold(FOLLOWING, lost(9, 840, 850), null)).as("one is left").isEqualTo(FOLLOWING);
        assertThat(fold(FOLLOWING, lost(10, 840, 1_841), null)).as("one after the other").isEqualTo(FOLLOWING);
        assertThat(fold(FOLLOWING, counts(10, new Losses(9, at(840), at(850))), null)).as("one echoed something else")
                .isEqualTo(FOLLOWING);
    }

    @Test
    void aProcessThatEndedWithoutAConnectionLostIsNotTheServers() {
        List<Reason> steal = reasons("steal");
        assertThat(fold(steal, counts(0, null), KILLED)).isEqualTo(steal);
    }

    @Test
    void anotherWindowIsOfNoUseWhenTheServerIsGone() {
        assertThat(Judge.isDisturbed(trial(10, "steal"))).isTrue();
        assertThat(Judge.isDisturbed(trial(9, "server-died", "steal"))).isFalse();
        assertThat(Judge.isDisturbed(trial(0, "connection-lost", "steal"))).isFalse();
        assertThat(ServerGone.death(trial(0, "connection-lost"))).isEmpty();
        assertThat(ServerGone.death(trial(0, "server-died"))).isPresent();
    }

    private static Trial trial(int alive, String... codes) {
        return new Trial(RunManifest.SCHEMA, 1, 1, new Cell("x", 10, 10, 64, new Load.Closed(1)),
                Instant.parse("2026-01-01T00:00:00Z"), Outcome.INVALID, reasons(codes), measurement(alive));
    }

    private static List<Reason> fold(List<Reason> objections, ConnectionCounts counts, @Nullable ServerEnd end) {
        return ServerGone.fold(objections, measurement(counts.alive()), counts, BEGAN, end);
    }

    /** So many of ten, by the server, between these times of the window. */
    private static ConnectionCounts lost(int lost, long firstMillis, long lastMillis) {
        return counts(lost, new Losses(lost, at(firstMillis), at(lastMillis)));
    }

    private static ConnectionCounts counts(int lost, @Nullable Losses losses) {
        return new ConnectionCounts(10, 10, 10 - lost, lost, 1, lost == 0 ? null : "closed by the server", losses);
    }

    private static long at(long millis) {
        return BEGAN + millis * MILLI;
    }

    private static Measurement measurement(int alive) {
        return new Measurement(2_000 * MILLI, new Messages(12_345, 12_345, 12_281, 12_281, 0, 64),
                new Connections(10, 10, alive, 10 - alive, 1), EncodedHistogram.of(new Histogram(3)), null, null, null,
                new GeneratorCost(1, null, null, 1, 0, "block", 1, 1, 1), new WarmUp(true, 1, 1, 0, 0), List.of());
    }

    private static List<Reason> reasons(String... codes) {
        return Stream.of(codes).map(code -> Reason.of(code, "because")).toList();
    }
}
