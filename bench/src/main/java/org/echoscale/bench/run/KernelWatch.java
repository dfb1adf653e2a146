package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.KernelMemory;
import org.jspecify.annotations.Nullable;

/**
 * How the kernel's memory grows with connections: made before they are opened, asked while they are open. It reads a few files
 * below {@code /proc}, which takes about a millisecond, so it is kept out of the measured window.
 */
final class KernelWatch {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern SLAB = kilobytes("Slab");
    private static final Pattern STACKS = kilobytes("KernelStack");
    private static final Pattern PAGE_TABLES = kilobytes("PageTables");
    private static final Pattern SOCKETS = Pattern.compile("(?m)^sockets: used (\\d+)");
    private static final Pattern TCP = Pattern.compile("(?m)^TCP: inuse (\\d+).* mem (\\d+)");
    /** With IPv6 sockets listed in a file of their own. */
    private static final Pattern TCP6 = Pattern.compile("(?m)^TCP6: inuse (\\d+)");
    /** Name, objects in use, objects, size of one; see slabinfo(5). */
    private static final Pattern CACHE = Pattern.compile("(?m)^(\\S+)\\s+(\\d+)\\s+\\d+\\s+(\\d+)\\s");
    /** What a TCP socket that is registered with epoll consists of. */
    private static final Set<String> OF_SOCKETS = Set.of("TCP", "TCPv6", "sock_inode_cache", "filp", "dentry",
            "eventpoll_epi", "eventpoll_pwq", "tcp_bind_bucket", "tcp_bind2_bucket");
    /** getauxval(3): the size of a page. */
    private static final long AT_PAGESZ = 6;
    private static final long USUAL_PAGE_BYTES = 4096;

    /** A tenth of a second. Sockets are freed within some 10 ms of each other, and later when the CPUs are busy. */
    static final int STILL_LOOKS = 20;
    /** Two seconds: where something else goes on freeing memory, the end is not waited for. */
    static final int MOST_LOOKS = 400;

    private final Path proc;
    private final long pageBytes;
    private final @Nullable KernelMemory before;

    KernelWatch() {
        this(PROC);
    }

    KernelWatch(Path proc) {
        this.proc = proc;
        this.pageBytes = pageBytes(proc.resolve("self/auxv"));
        this.before = now();
    }

    /**
     * Made as soon as the kernel has freed the connections before, or has not for two seconds. A server that others have started
     * does not tell when it has closed its ends, and what a closed socket consists of is freed some 20 ms later: read at once,
     * it would be taken for what is there without any connection.
     *
     * @throws IOException when the thread is interrupted
     */
    static KernelWatch settled() throws IOException {
        return settled(PROC, Pause::betweenLooks);
    }

    static KernelWatch settled(Path proc, Pause pause) throws IOException {
        long leastSockets = Long.MAX_VALUE;
        long leastSlab = Long.MAX_VALUE;
        int still = 0;
        for (int looks = 0; still < STILL_LOOKS && looks < MOST_LOOKS; looks++) {
            if (looks > 0) {
                pause.take();
            }
            String sockstat = KernelFile.text(proc.resolve("net/sockstat")).orElse("");
            long sockets = number(SOCKETS, sockstat).orElse(0L) + number(TCP, sockstat).orElse(0L);
            long slab = KernelFile.text(proc.resolve("meminfo")).flatMap(text -> number(SLAB, text)).orElse(0L);
            still = sockets < leastSockets || slab < leastSlab ? 0 : still + 1;
            leastSockets = Math.min(leastSockets, sockets);
            leastSlab = Math.min(leastSlab, slab);
        }
        return new KernelWatch(proc);
    }

    /** Since this was made; null where the kernel does not tell. */
    @Nullable
    KernelGrowth growth() {
        KernelMemory after = now();
        return before == null || after == null ? null : new KernelGrowth(before, after);
    }

    private @Nullable KernelMemory now() {
        Optional<String> memory = KernelFile.text(proc.resolve("meminfo"));
        Optional<String> sockets = KernelFile.text(proc.resolve("net/sockstat"));
        if (memory.isEmpty() || sockets.isEmpty()) {
            return null;
        }
        Matcher tcp = TCP.matcher(sockets.get());
        Optional<Long> slab = number(SLAB, memory.get());
        Optional<Long> stacks = number(STACKS, memory.get());
        Optional<Long> tables = number(PAGE_TABLES, memory.get());
        Optional<Long> used = number(SOCKETS, sockets.get());
        if (!tcp.find() || slab.isEmpty() || stacks.isEmpty() || tables.isEmpty() || used.isEmpty()) {
            return null;
        }
        long tcp6 = KernelFile.text(proc.resolve("net/sockstat6")).flatMap(text -> number(TCP6, text)).orElse(0L);
        return new KernelMemory(slab.get() * 1024,
                KernelFile.text(proc.resolve("slabinfo")).map(KernelWatch::socketObjects).orElse(null),
                stacks.get() * 1024, tables.get() * 1024, Long.parseLong(tcp.group(2)) * pageBytes,
                Long.parseLong(tcp.group(1)) + tcp6, used.get());
    }

    private static Long socketObjects(String slabinfo) {
        return CACHE.matcher(slabinfo)
                .results()
                .filter(cache -> OF_SOCKETS.contains(cache.group(1)))
                .mapToLong(cache -> Long.parseLong(cache.group(2)) * Long.parseLong(cache.group(3)))
                .sum();
    }

    /** Pairs of a type and a value, each of the machine's word. */
    static long pageBytes(Path auxv) {
        try {
            ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(auxv)).order(ByteOrder.nativeOrder());
            while (words.remaining() >= 2 * Long.BYTES) {
                long type = words.getLong();
                long value = words.getLong();
                if (type == AT_PAGESZ) {
                    return value;
                }
            }
        } catch (IOException e) {
            // Not told here.
        }
        return USUAL_PAGE_BYTES;
    }

    private static Pattern kilobytes(String name) {
        return Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB");
    }

    private static Optional<Long> number(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> Long.valueOf(found.group(1)));
    }
}
