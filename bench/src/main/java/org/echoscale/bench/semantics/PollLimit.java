package org.echoscale.bench.semantics;

import java.io.IOException;
import org.echoscale.bench.limits.Limits;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.PollFds;
import org.echoscale.syscalls.Syscalls;

/**
 * How many entries poll(2) takes: as many as the process may have descriptors open (RLIMIT_NOFILE), and no fewer. Entries
 * with a negative descriptor are skipped by the kernel but count, so that the limit can be tried without opening so many.
 *
 * @param limit RLIMIT_NOFILE
 * @param entries entries of the longest list tried: the limit, or {@value #MOST} when that is less
 * @param works whether the ready descriptor in its last entry was found
 * @param triedPastLimit whether a list longer than the limit was tried
 * @param errnoPastLimit what poll answered to that, 0 for no error
 */
public record PollLimit(long limit, int entries, boolean works, boolean triedPastLimit,
        int errnoPastLimit) implements Observation {
    private static final int MOST = 1_000_000;
    private static final int NO_DESCRIPTOR = -1;

    public static PollLimit observe() throws IOException {
        long limit = Limits.read()
                .openFiles()
                .orElseThrow(() -> new IOException("the limit on open files cannot be read"));
        int entries = (int) Math.min(limit, MOST);
        try (Lab lab = new Lab(); PollFds list = new PollFds(entries + 1)) {
            int ready = lab.readable();
            for (int i = 0; i < entries - 1; i++) {
                list.set(i, NO_DESCRIPTOR, Syscalls.POLLIN);
            }
            list.set(entries - 1, ready, Syscalls.POLLIN);
            boolean works = lab.calls().poll(list.address(), entries, 0) == 1
                    && list.returned(entries - 1) == Syscalls.POLLIN;
            boolean past = limit < MOST;
            list.set(entries, NO_DESCRIPTOR, Syscalls.POLLIN);
            int result = past ? lab.calls().poll(list.address(), entries + 1, 0) : 0;
            return new PollLimit(limit, entries, works, past, Math.max(0, -result));
        }
    }

    @Override
    public String sentence() {
        return "poll with " + entries + " entries " + (works ? "found" : "did not find") + " the ready one, the last"
                + (triedPastLimit
                        ? "; with one entry more than RLIMIT_NOFILE (" + limit + ") it "
                                + (errnoPastLimit == 0 ? "still works" : "fails with " + Errno.describe(errnoPastLimit))
                        : "; RLIMIT_NOFILE is " + limit);
    }
}
