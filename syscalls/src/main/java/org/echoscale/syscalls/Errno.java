package org.echoscale.syscalls;

/** Error numbers of Linux, the same on x86-64 and aarch64 (asm-generic/errno-base.h, asm-generic/errno.h). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int EPIPE = 32;
    public static final int ENOSYS = 38;
    public static final int ENOSR = 63;
    public static final int ENONET = 64;
    public static final int EPROTO = 71;
    public static final int ENOTSOCK = 88;
    public static final int EPROTOTYPE = 91;
    public static final int ENOPROTOOPT = 92;
    public static final int EPROTONOSUPPORT = 93;
    public static final int ESOCKTNOSUPPORT = 94;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTDOWN = 112;
    public static final int EHOSTUNREACH = 113;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;

    private Errno() {}

    /** Name and meaning: {@code "EMFILE (too many open files in this process)"}; the number alone when it is not known. */
    public static String describe(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM (not permitted)";
            case ENOENT -> "ENOENT (no such file)";
            case ESRCH -> "ESRCH (no such process)";
            case EINTR -> "EINTR (interrupted by a signal)";
            case EBADF -> "EBADF (not an open descriptor)";
            case EAGAIN -> "EAGAIN (nothing there yet, or no room)";
            case ENOMEM -> "ENOMEM (out of memory)";
            case EACCES -> "EACCES (permission denied)";
            case EFAULT -> "EFAULT (bad address)";
            case EEXIST -> "EEXIST (there already)";
            case ENODEV -> "ENODEV (this cannot be mapped)";
            case EINVAL -> "EINVAL (invalid argument)";
            case ENFILE -> "ENFILE (too many open files on this machine)";
            case EMFILE -> "EMFILE (too many open files in this process)";
            case ENOSPC -> "ENOSPC (no room for more, see the kernel's limits)";
            case EPIPE -> "EPIPE (the other side is gone)";
            case ENOSYS -> "ENOSYS (this kernel has no such call)";
            case ENOSR -> "ENOSR (out of streams)";
            case ENONET -> "ENONET (this machine is in no network)";
            case EPROTO -> "EPROTO (protocol error)";
            case ENOTSOCK -> "ENOTSOCK (not a socket)";
            case EPROTOTYPE -> "EPROTOTYPE (the wrong protocol for this socket)";
            case ENOPROTOOPT -> "ENOPROTOOPT (no such option)";
            case EPROTONOSUPPORT -> "EPROTONOSUPPORT (this kernel has no such protocol)";
            case ESOCKTNOSUPPORT -> "ESOCKTNOSUPPORT (this kernel has no such kind of socket)";
            case EOPNOTSUPP -> "EOPNOTSUPP (not possible with this descriptor)";
            case EAFNOSUPPORT -> "EAFNOSUPPORT (this kernel has no such kind of address)";
            case EADDRINUSE -> "EADDRINUSE (address already in use)";
            case EADDRNOTAVAIL -> "EADDRNOTAVAIL (no such address here, or no free port)";
            case ENETDOWN -> "ENETDOWN (network down)";
            case ENETUNREACH -> "ENETUNREACH (network unreachable)";
            case ECONNABORTED -> "ECONNABORTED (connection gone before it was accepted)";
            case ECONNRESET -> "ECONNRESET (connection reset by peer)";
            case ENOBUFS -> "ENOBUFS (no buffer space)";
            case EISCONN -> "EISCONN (connected already)";
            case ENOTCONN -> "ENOTCONN (not connected)";
            case ETIMEDOUT -> "ETIMEDOUT (timed out)";
            case ECONNREFUSED -> "ECONNREFUSED (nobody listens there)";
            case EHOSTDOWN -> "EHOSTDOWN (host down)";
            case EHOSTUNREACH -> "EHOSTUNREACH (host unreachable)";
            case EALREADY -> "EALREADY (under way already)";
            case EINPROGRESS -> "EINPROGRESS (under way)";
            default -> "errno " + errno;
        };
    }
}
