package org.echoscale.syscalls;

import java.io.IOException;

/** A call that failed: its message names the call, its arguments and the error. */
public final class SyscallException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * @param call the call with its arguments, as one would write it: {@code "bind(7, 127.0.0.1:80)"}
     * @param errno the error number, above 0
     */
    public SyscallException(String call, int errno) {
        super(call + " failed: " + Errno.describe(errno));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
