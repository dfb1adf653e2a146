package org.echoscale.bench.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.echoscale.syscalls.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What this machine's kernel does. Each test is a claim of the textbooks, and fails where the claim is decided otherwise. */
class ReadinessTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EPOLL_ET")
    void levelTriggeredReportsUnreadDataAgain(Mechanism mechanism) throws Exception {
        UnreadData seen = UnreadData.observe(mechanism);
        assertThat(seen).isEqualTo(new UnreadData(mechanism, true, true, true));
        assertThat(seen.sentence()).contains("again at the next call").doesNotContain("not again");
    }

    @Test
    void edgeTriggeredReportsUnreadDataOnceAndAgainWhenMoreComes() throws Exception {
        UnreadData seen = UnreadData.observe(Mechanism.EPOLL_ET);
        assertThat(seen).isEqualTo(new UnreadData(Mechanism.EPOLL_ET, true, false, true));
        assertThat(seen.sentence()).contains("not again at the next call, and when more had come");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EPOLL_ET")
    void aHandlerThatDoesNotDrainGetsEverythingLevelTriggered(Mechanism mechanism) throws Exception {
        UndrainedHandler seen = UndrainedHandler.observe(mechanism);
        assertThat(seen.hangs()).isFalse();
        assertThat(seen.read()).isEqualTo(seen.sent());
        assertThat(seen.reports()).isEqualTo(seen.sent() / seen.buffer());
    }

    @Test
    void aHandlerThatDoesNotDrainHangsEdgeTriggered() throws Exception {
        UndrainedHandler seen = UndrainedHandler.observe(Mechanism.EPOLL_ET);
        assertThat(seen.hangs()).isTrue();
        assertThat(seen.read()).isEqualTo(seen.buffer());
        assertThat(seen.left()).isEqualTo(seen.sent() - seen.read());
        assertThat(seen.sentence()).contains("hangs, with 3072 bytes unread");
    }

    @ParameterizedTest
    @EnumSource
    void interestInWritingWakesAtOnceAndInterestInReadingDoesNot(Mechanism mechanism) throws Exception {
        InterestWakes seen = InterestWakes.observe(mechanism);
        assertThat(seen.writeWakes()).isTrue();
        assertThat(seen.readWakes()).isFalse();
        assertThat(seen.readWaitNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(Lab.SHORT_MILLIS - 1));
        assertThat(seen.roomBytes()).isPositive();
        assertThat(seen.writeWakesWhenFull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"EPOLL_LT, 1000, 64", "EPOLL_ET, 1000, 64", "EPOLL_LT, 100, 1", "EPOLL_ET, 7, 7"})
    void moreReadyThanMaxeventsLosesNothingAndIsFair(Mechanism mechanism, int ready, int room) throws Exception {
        MoreReadyThanRoom seen = MoreReadyThanRoom.observe(mechanism, ready, room);
        assertThat(seen.lost()).isZero();
        // Level-triggered, a call that has room left reports some a second time, once each had its turn.
        assertThat(seen.reports()).isBetween(ready, mechanism == Mechanism.EPOLL_ET ? ready : seen.calls() * room);
        assertThat(seen.fair()).isTrue();
        assertThat(seen.sentence()).contains("0 lost");
    }

    @Test
    void registrationDoesNotBlockHoweverManyAreReady() throws Exception {
        RegistrationNeverBlocks seen = RegistrationNeverBlocks.observe(2000);
        assertThat(seen.finished()).isTrue();
        assertThat(seen.collected()).isEqualTo(2000);
        assertThat(seen.slowestNanos()).isPositive();
    }

    @Test
    void selectEndsAt1024BecauseOfTheTypeAndNotOfTheKernel() throws Exception {
        SelectEnd seen = SelectEnd.observe(1100);
        assertThat(seen.setBytes()).isEqualTo(128);
        assertThat(seen.lastInside()).isEqualTo(1023);
        assertThat(seen.insideWorks()).isTrue();
        assertThat(seen.firstOutside()).isEqualTo(1024);
        assertThat(seen.firstOutsideFits()).isFalse();
        assertThat(seen.bytesBehindSet()).isEqualTo(8);
        assertThat(seen.ownBitmapWorks()).isTrue();
        assertThat(seen.highest()).isGreaterThanOrEqualTo(1100);
        assertThat(seen.highestWorks()).isTrue();
    }

    @Test
    void pollTakesAsManyAsTheProcessMayHaveOpen() throws Exception {
        PollLimit seen = PollLimit.observe();
        assertThat(seen.works()).isTrue();
        if (seen.triedPastLimit()) {
            assertThat(seen.entries()).isEqualTo(seen.limit());
            assertThat(seen.errnoPastLimit()).isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void epollCopiesItsEventsAndSharesNoMemory() throws Exception {
        EpollMemory seen = EpollMemory.observe();
        assertThat(seen.bytesWritten()).isEqualTo(seen.ready() * seen.eventBytes());
        assertThat(seen.eventBytes()).isEqualTo(System.getProperty("os.arch").equals("amd64") ? 12 : 16);
        assertThat(seen.bytesBeyond()).isZero();
        assertThat(seen.descriptorIs()).isEqualTo("anon_inode:[eventpoll]");
        assertThat(seen.mappings()).isZero();
        assertThat(seen.mapErrno()).isEqualTo(Errno.ENODEV);
        // What is mapped does show there, or its absence would mean nothing.
        assertThat(Files.readString(Path.of("/proc/self/maps"))).contains("libjvm.so");
    }

    @Test
    void eachProbeTellsWhatItSawInOneSentence() throws Exception {
        for (Probe probe : Probe.all()) {
            assertThat(probe.claim()).matches("K\\d+");
            assertThat(probe.trial().observe().sentence()).isNotBlank().doesNotContain("\n");
        }
        assertThat(Probe.all()).extracting(Probe::claim).contains("K2", "K5", "K6", "K7", "K8", "K9", "K10");
    }
}
