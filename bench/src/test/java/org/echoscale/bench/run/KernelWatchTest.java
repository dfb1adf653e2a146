package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.KernelMemory;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // what is not there fails the test by its use
class KernelWatchTest {
    @TempDir
    Path proc;

    @Test
    void whatTheKernelHoldsIsReadBeforeAndAfter() throws IOException {
        write(1000, 10, 3, 100, 65536);
        KernelWatch watch = new KernelWatch(proc);
        write(2000, 30, 7, 140, 65536);
        Files.writeString(proc.resolve("net/sockstat6"), "TCP6: inuse 2\nUDP6: inuse 1\n");

        KernelGrowth growth = watch.growth();

        assertThat(growth).isNotNull();
        assertThat(growth.before()).isEqualTo(
                new KernelMemory(1000 * 1024, 100 * 2000L + 100 * 192, 10 * 1024, 400 * 1024, 3 * 65536L, 5, 19));
        assertThat(growth.heldBytes()).isEqualTo((1000 + 20) * 1024);
        assertThat(growth.tcpBufferBytes()).isEqualTo(4 * 65536);
        assertThat(growth.tcpSockets()).as("those of IPv6 too").isEqualTo(2);
        assertThat(growth.open().socketObjectBytes()).isEqualTo(140 * 2192L);
    }

    @Test
    void whatIsNotForThisUserIsBlank() throws IOException {
        write(1000, 10, 3, 100, 4096);
        Files.delete(proc.resolve("slabinfo"));
        assertThat(new KernelWatch(proc).growth()).isNotNull()
                .satisfies(growth -> assertThat(growth.open().socketObjectBytes()).isNull());
    }

    @Test
    void aSystemThatTellsNothingHasNoGrowth() {
        assertThat(new KernelWatch(proc).growth()).isNull();
    }

    @Test
    void whatTheConnectionsBeforeHeldIsWaitedFor() throws IOException {
        write(9000, 10, 3, 100, 4096);
        int rarely = KernelWatch.STILL_LOOKS - 1;
        int last = 5 * rarely;
        int[] pauses = new int[1];
        KernelWatch watch = KernelWatch.settled(proc, () -> {
            pauses[0]++;
            if (pauses[0] % rarely == 0 && pauses[0] <= last) {
                write(9000 - pauses[0], 10, 3, 100, 4096);
            }
        });
        assertThat(watch.growth().before().slabBytes()).isEqualTo((9000 - last) * 1024L);
        assertThat(pauses[0]).isEqualTo(last + KernelWatch.STILL_LOOKS);
    }

    @Test
    void socketsThatAreStillBeingClosedAreWaitedFor() throws IOException {
        write(1000, 10, 3, 100, 4096);
        int[] open = {30};
        sockets(19 + open[0], 3);
        KernelWatch watch = KernelWatch.settled(proc, () -> {
            if (open[0] > 0) {
                open[0]--;
                sockets(19 + open[0], 5);
            }
        });
        assertThat(watch.growth().before().sockets()).isEqualTo(19);
    }

    @Test
    void aKernelThatFreesForEverIsNotWaitedFor() throws IOException {
        write(1_000_000, 10, 3, 100, 4096);
        int[] pauses = new int[1];
        KernelWatch.settled(proc, () -> {
            pauses[0]++;
            write(1_000_000 - pauses[0], 10, 3, 100, 4096);
        });
        assertThat(pauses[0]).isEqualTo(KernelWatch.MOST_LOOKS - 1);
    }

    @Test
    void moreThanBeforeIsNoReasonToWait() throws IOException {
        write(1000, 10, 3, 100, 4096);
        int[] pauses = new int[1];
        KernelWatch.settled(proc, () -> {
            pauses[0]++;
            write(1000 + pauses[0], 10, 3, 100, 4096);
        });
        assertThat(pauses[0]).isEqualTo(KernelWatch.STILL_LOOKS);
    }

    @Test
    void onThisMachineEachConnectionIsTwoSockets() throws IOException {
        KernelWatch watch = new KernelWatch();
        List<Socket> sockets = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 50; i++) {
                sockets.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
                sockets.add(listener.accept());
            }
            assertThat(watch.growth()).isNotNull()
                    .satisfies(growth -> assertThat(growth.open().tcpSockets()).isGreaterThanOrEqualTo(100));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void write(long slab, long stacks, long pages, long objects, long pageBytes) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("self"));
        Files.write(proc.resolve("self/auxv"),
                ByteBuffer.allocate(48)
                        .order(ByteOrder.nativeOrder())
                        .putLong(33)
                        .putLong(7)
                        .putLong(6)
                        .putLong(pageBytes)
                        .array());
        Files.writeString(proc.resolve("meminfo"), "MemTotal: 9 kB\nSlab:           " + slab
                + " kB\nSReclaimable:  5 kB\nKernelStack:  " + stacks + " kB\nPageTables:   400 kB\n");
        sockets(19, pages);
        Files.writeString(proc.resolve("slabinfo"), "slabinfo - version: 2.1\n# name <active_objs>\nTCP    " + objects
                + "    999   2000   13    8 : tunables 0 0 0\ntw_sock_TCP 240 320 256 16 1 : x\ndentry " + objects
                + " 999 192 21 1 : x\n");
    }

    private void sockets(int used, long pages) throws IOException {
        Files.writeString(proc.resolve("net/sockstat"),
                "sockets: used " + used + "\nTCP: inuse 5 orphan 0 tw 0 alloc 6 mem " + pages
                        + "\nUDP: inuse 0 mem 0\n");
    }
}
