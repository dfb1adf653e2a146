package org.echoscale.syscalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyscallsTest {
    private final Syscalls calls = Syscalls.open();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(1 << 20);
    private final BitSet opened = new BitSet();

    @BeforeEach
    void isAvailableHere() {
        assertThat(Syscalls.unavailable()).isEmpty();
    }

    @AfterEach
    void closeAll() {
        opened.stream().forEach(calls::close);
        arena.close();
        calls.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void bytesTravelOverAConnection(String host) throws Exception {
        Pair pair = connect(host);
        buffer.setString(0, "hello");
        assertThat(calls.send(pair.client, buffer.address(), 5)).isEqualTo(5);
        await(pair.server, Syscalls.EPOLLIN);
        assertThat(calls.recv(pair.server, buffer.address() + 100, 100)).isEqualTo(5);
        assertThat(buffer.getString(100)).isEqualTo("hello");
        assertThat(calls.peerAddress(pair.server)).isEqualTo(calls.localAddress(pair.client));
    }

    @Test
    void nothingToReadIsEagainAndTheEndOfTheStreamIsZero() throws Exception {
        Pair pair = connect("127.0.0.1");
        assertThat(calls.recv(pair.server, buffer.address(), 10)).isEqualTo(-Errno.EAGAIN);
        assertThat(calls.shutdownOutput(pair.client)).isZero();
        await(pair.server, Syscalls.EPOLLIN);
        assertThat(calls.recv(pair.server, buffer.address(), 10)).isZero();
    }

    @Test
    void aFullSocketTakesAPartAndThenIsEagain() throws Exception {
        Pair pair = connect("127.0.0.1");
        int taken = calls.send(pair.client, buffer.address(), (int) buffer.byteSize());
        long total = taken;
        while (taken > 0) {
            taken = calls.send(pair.client, buffer.address(), (int) buffer.byteSize());
            total += Math.max(0, taken);
            assertThat(total).as("bytes taken by a connection that nobody reads").isLessThan(1 << 30);
        }
        assertThat(taken).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void aResetIsAnErrorAndNotTakenForEagain() throws Exception {
        Pair pair = connect("127.0.0.1");
        calls.resetOnClose(pair.client);
        close(pair.client);
        await(pair.server, Syscalls.EPOLLIN);
        assertThat(calls.recv(pair.server, buffer.address(), 10)).isEqualTo(-Errno.ECONNRESET);
        assertThat(calls.send(pair.server, buffer.address(), 10)).isEqualTo(-Errno.EPIPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void theKernelSaysWhenAMessageCame(String host) throws Exception {
        Pair pair = connect(host);
        ReceivedMessage message = new ReceivedMessage(arena, buffer.asSlice(0, 1));
        assertThat(calls.recvMessage(pair.server, message)).isEqualTo(-Errno.EAGAIN);
        assertThat(message.arrivalNanos()).isEqualTo(ReceivedMessage.NO_STAMP);
        letStamp(pair, message);
        long before = calls.clockNanos(Syscalls.CLOCK_REALTIME);
        buffer.set(ValueLayout.JAVA_BYTE, 1, (byte) 42);
        assertThat(calls.send(pair.client, buffer.address() + 1, 1)).isEqualTo(1);
        await(pair.server, Syscalls.EPOLLIN);
        long after = calls.clockNanos(Syscalls.CLOCK_REALTIME);
        assertThat(calls.recvMessage(pair.server, message)).isEqualTo(1);
        assertThat(message.arrivalNanos()).isBetween(before, after);
        assertThat(buffer.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 42);
        assertThat(calls.recvMessage(pair.server, message)).isEqualTo(-Errno.EAGAIN);
        assertThat(message.arrivalNanos()).as("left from the message before").isEqualTo(ReceivedMessage.NO_STAMP);
        assertThat(calls.shutdownOutput(pair.client)).isZero();
        await(pair.server, Syscalls.EPOLLIN);
        assertThat(calls.recvMessage(pair.server, message)).isZero();
    }

    @Test
    void theStampIsOfTheArrivalHoweverLateItIsReadAndBytesOfASegmentShareIt() throws Exception {
        Pair pair = connect("127.0.0.1");
        ReceivedMessage message = new ReceivedMessage(arena, buffer.asSlice(0, 1));
        letStamp(pair, message);
        long before = calls.clockNanos(Syscalls.CLOCK_REALTIME);
        assertThat(calls.send(pair.client, buffer.address(), 2)).isEqualTo(2);
        await(pair.server, Syscalls.EPOLLIN);
        long after = calls.clockNanos(Syscalls.CLOCK_REALTIME);
        assertThat(calls.recvMessage(pair.server, message)).isEqualTo(1);
        long first = message.arrivalNanos();
        while (calls.clockNanos(Syscalls.CLOCK_REALTIME) == after) {
            Thread.onSpinWait();
        }
        assertThat(calls.recvMessage(pair.server, message)).isEqualTo(1);
        assertThat(message.arrivalNanos()).isEqualTo(first).isBetween(before, after);
    }

    /** Sends bytes until one has a stamp. */
    private void letStamp(Pair pair, ReceivedMessage message) throws Exception {
        calls.setOption(pair.server, Syscalls.SOL_SOCKET, Syscalls.SO_TIMESTAMPNS, 1);
        long deadline = System.nanoTime() + 5_000_000_000L;
        do {
            assertThat(System.nanoTime()).as("the kernel gives no stamps").isLessThan(deadline);
            assertThat(calls.send(pair.client, buffer.address(), 1)).isEqualTo(1);
            await(pair.server, Syscalls.EPOLLIN);
            assertThat(calls.recvMessage(pair.server, message)).isEqualTo(1);
        } while (message.arrivalNanos() == ReceivedMessage.NO_STAMP);
    }

    @Test
    void aFailureNamesTheCallItsArgumentsAndTheError() throws Exception {
        InetSocketAddress taken = calls.localAddress(listen("127.0.0.1"));
        int second = keep(calls.tcpSocket(Syscalls.AF_INET));
        assertThatThrownBy(() -> calls.bind(second, taken))
                .hasMessage("bind(" + second + ", 127.0.0.1:" + taken.getPort()
                        + ") failed: EADDRINUSE (address already in use)");
    }

    @Test
    void aProcessIsStoppedAndGoesOn() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            calls.kill(sleeper.pid(), Syscalls.SIGSTOP);
            awaitState(sleeper.pid(), "T (stopped)");
            calls.kill(sleeper.pid(), Syscalls.SIGCONT);
            awaitState(sleeper.pid(), "S (sleeping)");
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
        assertThatThrownBy(() -> calls.kill(sleeper.pid(), Syscalls.SIGSTOP))
                .hasMessage("kill(" + sleeper.pid() + ", 19) failed: ESRCH (no such process)");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -4711, 1L << 32})
    void aSignalGoesToOneProcessOnly(long pid) {
        assertThatThrownBy(() -> calls.kill(pid, Syscalls.SIGCONT)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pid " + pid);
    }

    private static void awaitState(long pid, String state) throws Exception {
        Path status = Path.of("/proc/" + pid + "/status");
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (!Files.readString(status).contains("State:\t" + state)) {
            assertThat(System.nanoTime()).as("%s of process %d", state, pid).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void closingTwiceIsNoticed() throws Exception {
        int fd = calls.tcpSocket(Syscalls.AF_INET);
        calls.close(fd);
        assertThatThrownBy(() -> calls.close(fd)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void epollGivesBackAllSixtyFourBitsOfData() throws Exception {
        int epoll = keep(calls.epollCreate());
        EpollEvents events = new EpollEvents(arena, 8);
        long[] data = {0x0123456789abcdefL, -1L, 1L << 63};
        for (long value : data) {
            int fd = keep(calls.eventfd());
            calls.signal(fd);
            assertThat(calls.epollControl(epoll, Syscalls.EPOLL_CTL_ADD, fd, Syscalls.EPOLLIN, value)).isZero();
        }
        assertThat(calls.epollWait(epoll, events, 0)).isEqualTo(3);
        long[] found = {events.data(0), events.data(1), events.data(2)};
        assertThat(found).containsExactlyInAnyOrder(data);
        assertThat(events.events(0)).isEqualTo(Syscalls.EPOLLIN);
    }

    @Test
    void aWaitWithAFineClockEndsInTimeOrWhenSomethingIsReady() throws Exception {
        int epoll = keep(calls.epollCreate());
        int fd = keep(calls.eventfd());
        assertThat(calls.epollControl(epoll, Syscalls.EPOLL_CTL_ADD, fd, Syscalls.EPOLLIN, 7)).isZero();
        EpollEvents events = new EpollEvents(arena, 4);
        long begin = System.nanoTime();
        assertThat(calls.epollWaitNanos(epoll, events, 300_000)).isZero();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(300_000);
        calls.signal(fd);
        assertThat(calls.epollWaitNanos(epoll, events, 5_000_000_000L)).isEqualTo(1);
        assertThat(events.data(0)).isEqualTo(7);
    }

    @Test
    void aFileCanBeMappedAndADescriptorWithoutMemoryCannot() throws Exception {
        Path file = Files.createTempFile("mapped", ".txt");
        try (FileInputStream in = new FileInputStream(Files.writeString(file, "hello").toFile())) {
            int fd = descriptorOf(file);
            long address = calls.mapShared(fd, 4096);
            assertThat(address).isPositive();
            assertThat(calls.unmap(address, 4096)).isZero();
            assertThat(in.read()).isEqualTo('h'); // it was open until here
        } finally {
            Files.delete(file);
        }
        assertThat(calls.mapShared(keep(calls.eventfd()), 4096)).isEqualTo(-Errno.ENODEV);
    }

    private static int descriptorOf(Path file) throws Exception {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.exists(descriptor) && Files.isSameFile(descriptor, file)) {
                    return Integer.parseInt(descriptor.getFileName().toString());
                }
            }
        }
        throw new AssertionError(file + " is not open");
    }

    @Test
    void aPipeCarriesWhatIsWrittenAndTakesTheSameCallsAsAnEventfd() throws SyscallException {
        Syscalls.Pipe pipe = calls.pipe();
        keep(pipe.readEnd());
        keep(pipe.writeEnd());
        assertThat(calls.drain(pipe.readEnd())).isEqualTo(-Errno.EAGAIN);
        assertThat(calls.signal(pipe.writeEnd())).isZero();
        assertThat(calls.drain(pipe.readEnd())).isZero();
    }

    @Test
    void epollEventIsPackedOnX86Only() {
        assertThat(EpollEvents.isPacked("amd64")).isTrue();
        assertThat(EpollEvents.isPacked("aarch64")).isFalse();
    }

    @Test
    void pollAndSelectFindTheOneThatIsReady() throws Exception {
        int quiet = keep(calls.eventfd());
        int ready = keep(calls.eventfd());
        calls.signal(ready);
        try (PollFds fds = new PollFds(1)) {
            fds.set(0, quiet, Syscalls.POLLIN);
            fds.set(1, ready, Syscalls.POLLIN);
            assertThat(calls.poll(fds.address(), 2, -1)).isEqualTo(1);
            assertThat(fds.returned(0)).isZero();
            assertThat(fds.returned(1)).isEqualTo(Syscalls.POLLIN);
            assertThat(fds.fd(1)).isEqualTo(ready);
        }
        FdSet interest = new FdSet(arena);
        interest.add(quiet);
        interest.add(ready);
        FdSet found = new FdSet(arena);
        found.copyFrom(interest, ready + 1);
        assertThat(calls.select(ready + 1, found.address(), 0, 1000)).isEqualTo(1);
        assertThat(found.contains(quiet)).isFalse();
        assertThat(found.contains(ready)).isTrue();
        calls.drain(ready);
        found.copyFrom(interest, ready + 1);
        assertThat(calls.select(ready + 1, found.address(), 0, 1)).isZero();
    }

    @Test
    void anFdSetEndsAt1024() {
        FdSet set = new FdSet(arena);
        set.add(1023);
        assertThat(set.contains(1023)).isTrue();
        assertThat(set.word(15)).isEqualTo(1L << 63);
        set.remove(1023);
        assertThat(set.contains(1023)).isFalse();
        assertThatThrownBy(() -> set.add(1024)).hasMessageContaining("1024");
    }

    @Test
    void theCpuClockOfThisProcessAdvancesWithWork() {
        int clock = Syscalls.processCpuClock(ProcessHandle.current().pid());
        long before = calls.clockNanos(clock);
        assertThat(before).isPositive();
        long deadline = System.nanoTime() + 2_000_000_000L;
        while (calls.clockNanos(clock) - before < 1_000_000 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(calls.clockNanos(clock) - before).isGreaterThanOrEqualTo(1_000_000);
        assertThat(calls.clockNanos(Syscalls.CLOCK_PROCESS_CPUTIME_ID)).isGreaterThanOrEqualTo(before);
        assertThat(calls.clockNanos(Syscalls.processCpuClock(Integer.MAX_VALUE >> 3))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void aThreadCanBePinnedAndFreedAgain() throws Exception {
        BitSet all = calls.affinity();
        assertThat(all.cardinality()).isPositive();
        BitSet one = new BitSet();
        one.set(all.nextSetBit(0));
        try {
            calls.setAffinity(one);
            assertThat(calls.affinity()).isEqualTo(one);
        } finally {
            calls.setAffinity(all);
        }
        assertThatThrownBy(() -> calls.setAffinity(new BitSet())).hasMessageContaining("sched_setaffinity(0, {})")
                .hasMessageContaining("EINVAL");
    }

    @Test
    void aCpuThatNoSetHasIsNamed() {
        BitSet cpus = new BitSet();
        cpus.set(1024);
        assertThatThrownBy(() -> calls.setAffinity(cpus))
                .hasMessageContaining("sched_setaffinity(0, {1024}) with a set that ends at CPU 1023");
    }

    @Test
    void anAddressOfALinkKeepsItsScope() throws Exception {
        InetSocketAddress address = new InetSocketAddress(
                Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 7), 80);
        SocketAddresses.write(address, buffer);
        InetSocketAddress read = SocketAddresses.read(buffer);
        assertThat(((Inet6Address) read.getAddress()).getScopeId()).isEqualTo(7);
        assertThat(read).isEqualTo(address);
    }

    @Test
    void aShortageOfTheMomentDoesNotMeanThatTheCallsAreUnavailable() {
        assertThat(Syscalls.unavailableFor(new SyscallException("epoll_create1()", Errno.EMFILE))).isEmpty();
        assertThat(Syscalls.unavailableFor(new SyscallException("epoll_create1()", Errno.ENOSYS)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("epoll_create1() failed: ENOSYS"));
    }

    @Test
    void resourceUsageCountsTimeAndSwitches() throws Exception {
        Syscalls.ResourceUsage before = calls.resourceUsage();
        assertThat(before.userNanos() + before.systemNanos()).isPositive();
        for (int i = 0; i < 20; i++) {
            calls.poll(0, 0, 1); // gives up the CPU
        }
        assertThat(calls.resourceUsage().voluntarySwitches()).isGreaterThanOrEqualTo(before.voluntarySwitches() + 10);
    }

    @Test
    void resourceUsageOfTheThreadIsWithoutThatOfOthers() throws Exception {
        long thread = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID);
        Syscalls.ResourceUsage before = calls.threadResourceUsage();
        Thread other = new Thread(() -> {
            try (Syscalls own = Syscalls.open()) {
                while (own.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID) < 100_000_000) {
                    Thread.onSpinWait();
                }
            }
        });
        other.start();
        other.join();
        while (calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID) < thread + 50_000_000) {
            Thread.onSpinWait();
        }
        Syscalls.ResourceUsage after = calls.threadResourceUsage();
        long used = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID) - thread;
        assertThat(after.userNanos() + after.systemNanos() - before.userNanos() - before.systemNanos())
                .isBetween(40_000_000L, used + 10_000_000); // the kernel brings it up to date at ticks
        assertThat(after.voluntarySwitches()).isGreaterThan(before.voluntarySwitches()); // the join
    }

    @Test
    void timerSlackIsAccepted() throws Exception {
        calls.setTimerSlack(1);
    }

    @Test
    void anotherThreadMayNotUseIt() throws Exception {
        Throwable[] thrown = new Throwable[1];
        Thread other = new Thread(() -> {
            try {
                calls.eventfd();
            } catch (Throwable t) {
                thrown[0] = t;
            }
        });
        other.start();
        other.join();
        assertThat(thrown[0]).isNotNull();
    }

    private Pair connect(String host) throws Exception {
        int listener = listen(host);
        int client = keep(calls.tcpSocket(host.contains(":") ? Syscalls.AF_INET6 : Syscalls.AF_INET));
        assertThat(calls.connect(client, calls.localAddress(listener))).isIn(0, -Errno.EINPROGRESS);
        await(client, Syscalls.EPOLLOUT);
        assertThat(calls.socketError(client)).isZero();
        await(listener, Syscalls.EPOLLIN);
        int server = keep(calls.accept(listener));
        assertThat(calls.accept(listener)).isEqualTo(-Errno.EAGAIN);
        return new Pair(client, server);
    }

    private int listen(String host) throws Exception {
        int listener = keep(calls.tcpSocket(host.contains(":") ? Syscalls.AF_INET6 : Syscalls.AF_INET));
        calls.setOption(listener, Syscalls.SOL_SOCKET, Syscalls.SO_REUSEADDR, 1);
        calls.bind(listener, new InetSocketAddress(InetAddress.getByName(host), 0));
        calls.listen(listener, 16);
        return listener;
    }

    private void await(int fd, int event) throws Exception {
        int epoll = calls.epollCreate();
        try {
            assertThat(calls.epollControl(epoll, Syscalls.EPOLL_CTL_ADD, fd, event, fd)).isZero();
            EpollEvents events = new EpollEvents(arena, 1);
            assertThat(calls.epollWait(epoll, events, 5000)).isEqualTo(1);
            assertThat(events.data(0)).isEqualTo(fd);
        } finally {
            calls.close(epoll);
        }
    }

    private int keep(int fd) {
        assertThat(fd).isNotNegative();
        opened.set(fd);
        return fd;
    }

    private void close(int fd) {
        opened.clear(fd);
        calls.close(fd);
    }

    private record Pair(int client, int server) {}
}
