package org.echoscale.syscalls;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The calls, for one thread: the one that {@linkplain #open() opened} it, which alone may use it and closes it.
 *
 * <p>
 * A method returns what the call returned, or minus {@code errno}. Those that are not on a hot path throw
 * {@link SyscallException} instead and say so. A call interrupted by a signal is repeated, except a wait, which reports
 * that nothing is ready. Pointers are plain addresses ({@link MemorySegment#address()}): the caller keeps the memory
 * alive. That way no call allocates.
 */
public final class Syscalls implements AutoCloseable {
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int SOL_SOCKET = 1;
    public static final int SO_REUSEADDR = 2;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    /**
     * The kernel notes when it receives what then is read with {@link #recvMessage}; asm-generic/socket.h. It begins a moment
     * after the first socket of the machine asks for it.
     */
    public static final int SO_TIMESTAMPNS = 35;
    public static final int IPPROTO_IP = 0;
    public static final int IP_BIND_ADDRESS_NO_PORT = 24;
    public static final int IPPROTO_TCP = 6;
    public static final int TCP_NODELAY = 1;
    public static final int SHUT_WR = 1;
    public static final int POLLIN = 0x1;
    public static final int POLLOUT = 0x4;
    public static final int POLLERR = 0x8;
    public static final int POLLHUP = 0x10;
    public static final int EPOLLIN = 0x1;
    public static final int EPOLLPRI = 0x2;
    public static final int EPOLLOUT = 0x4;
    public static final int EPOLLERR = 0x8;
    public static final int EPOLLHUP = 0x10;
    public static final int EPOLLRDHUP = 0x2000;
    public static final int EPOLLET = 1 << 31;
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;
    /** Ctrl-C, for {@link #kill}. */
    public static final int SIGINT = 2;
    /** Stops a process until {@link #SIGCONT}, for {@link #kill}; the same number on x86-64 and aarch64, see signal(7). */
    public static final int SIGSTOP = 19;
    /** Lets a stopped process go on, for {@link #kill}. */
    public static final int SIGCONT = 18;
    /** Time of day, which somebody may set, for {@link #clockNanos}: the kernel's time stamps are by this clock. */
    public static final int CLOCK_REALTIME = 0;
    /** CPU time of the calling thread, for {@link #clockNanos}. */
    public static final int CLOCK_THREAD_CPUTIME_ID = 3;
    /** CPU time of all threads of the calling process, for {@link #clockNanos}. */
    public static final int CLOCK_PROCESS_CPUTIME_ID = 2;

    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int PIPE_NONBLOCK_CLOEXEC = 0x80800;
    private static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
    private static final int SO_LINGER = 13;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PR_SET_TIMERSLACK = 29;
    private static final int PROT_READ = 1;
    private static final int MAP_SHARED = 1;
    private static final int RUSAGE_SELF = 0;
    private static final int RUSAGE_THREAD = 1;
    private static final int CPU_SET_BYTES = 128;
    private static final int SCRATCH_BYTES = 256;
    /** The same number on x86-64 and aarch64: asm/unistd_64.h, asm-generic/unistd.h. */
    private static final long SYS_EPOLL_PWAIT2 = 441;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final ValueLayout.OfInt C_INT = JAVA_INT;
    private static final ValueLayout.OfLong C_LONG = JAVA_LONG;
    /** Pointers are passed as integers of their size: the same registers, and no segment is made for a call. */
    private static final ValueLayout.OfLong C_POINTER = JAVA_LONG;

    private static final MethodHandle SOCKET = handle("socket", C_INT, C_INT, C_INT, C_INT);
    private static final MethodHandle SETSOCKOPT = handle("setsockopt", C_INT, C_INT, C_INT, C_INT, C_POINTER, C_INT);
    private static final MethodHandle GETSOCKOPT = handle("getsockopt", C_INT, C_INT, C_INT, C_INT, C_POINTER,
            C_POINTER);
    private static final MethodHandle BIND = handle("bind", C_INT, C_INT, C_POINTER, C_INT);
    private static final MethodHandle LISTEN = handle("listen", C_INT, C_INT, C_INT);
    private static final MethodHandle ACCEPT4 = handle("accept4", C_INT, C_INT, C_POINTER, C_POINTER, C_INT);
    private static final MethodHandle CONNECT = handle("connect", C_INT, C_INT, C_POINTER, C_INT);
    private static final MethodHandle GETSOCKNAME = handle("getsockname", C_INT, C_INT, C_POINTER, C_POINTER);
    private static final MethodHandle GETPEERNAME = handle("getpeername", C_INT, C_INT, C_POINTER, C_POINTER);
    private static final MethodHandle RECV = handle("recv", C_LONG, C_INT, C_POINTER, C_LONG, C_INT);
    private static final MethodHandle RECVMSG = handle("recvmsg", C_LONG, C_INT, C_POINTER, C_INT);
    private static final MethodHandle SEND = handle("send", C_LONG, C_INT, C_POINTER, C_LONG, C_INT);
    private static final MethodHandle SHUTDOWN = handle("shutdown", C_INT, C_INT, C_INT);
    private static final MethodHandle CLOSE = handle("close", C_INT, C_INT);
    private static final MethodHandle EVENTFD = handle("eventfd", C_INT, C_INT, C_INT);
    private static final MethodHandle PIPE2 = handle("pipe2", C_INT, C_POINTER, C_INT);
    private static final MethodHandle READ = handle("read", C_LONG, C_INT, C_POINTER, C_LONG);
    private static final MethodHandle WRITE = handle("write", C_LONG, C_INT, C_POINTER, C_LONG);
    private static final MethodHandle SELECT = handle("select", C_INT, C_INT, C_POINTER, C_POINTER, C_POINTER,
            C_POINTER);
    private static final MethodHandle POLL = handle("poll", C_INT, C_POINTER, C_LONG, C_INT);
    private static final MethodHandle EPOLL_CREATE1 = handle("epoll_create1", C_INT, C_INT);
    private static final MethodHandle EPOLL_CTL = handle("epoll_ctl", C_INT, C_INT, C_INT, C_INT, C_POINTER);
    private static final MethodHandle EPOLL_WAIT = handle("epoll_wait", C_INT, C_INT, C_POINTER, C_INT, C_INT);
    /** Not every C library that is in use has a function of its own for this call. */
    private static final MethodHandle EPOLL_PWAIT2 = variadic("syscall", 1, C_LONG, C_LONG, C_INT, C_POINTER, C_INT,
            C_POINTER, C_POINTER, C_LONG);
    private static final MethodHandle MMAP = handle("mmap", C_POINTER, C_POINTER, C_LONG, C_INT, C_INT, C_INT, C_LONG);
    private static final MethodHandle MUNMAP = handle("munmap", C_INT, C_POINTER, C_LONG);
    private static final MethodHandle CLOCK_GETTIME = handle("clock_gettime", C_INT, C_INT, C_POINTER);
    private static final MethodHandle SCHED_SETAFFINITY = handle("sched_setaffinity", C_INT, C_INT, C_LONG, C_POINTER);
    private static final MethodHandle SCHED_GETAFFINITY = handle("sched_getaffinity", C_INT, C_INT, C_LONG, C_POINTER);
    private static final MethodHandle GETRUSAGE = handle("getrusage", C_INT, C_INT, C_POINTER);
    private static final MethodHandle KILL = handle("kill", C_INT, C_INT, C_INT);
    private static final MethodHandle PRCTL = variadic("prctl", 1, C_INT, C_INT, C_LONG);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
    private final MemorySegment scratch = arena.allocate(SCRATCH_BYTES, 8);

    private Syscalls() {}

    /** The calls for the calling thread. */
    public static Syscalls open() {
        return new Syscalls();
    }

    /** Why they cannot be used on this machine, in one line; empty when they can. Never throws. */
    public static Optional<String> unavailable() {
        String os = System.getProperty("os.name");
        if (!"Linux".equals(os)) {
            return Optional.of("needs Linux; this is " + os);
        }
        try (Syscalls calls = open()) {
            int epoll = calls.epollCreate();
            calls.close(epoll);
            return Optional.empty();
        } catch (SyscallException e) {
            return unavailableFor(e);
        } catch (RuntimeException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Optional.of("the system's calls cannot be bound: " + cause.getMessage());
        }
    }

    /** A call was made and answered: a shortage of the moment does not mean that this machine has no such call. */
    static Optional<String> unavailableFor(SyscallException e) {
        return switch (e.errno()) {
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM -> Optional.empty();
            default -> Optional.of("the system's calls cannot be used: " + e.getMessage());
        };
    }

    /** Frees the memory that belongs to it. */
    @Override
    public void close() {
        arena.close();
    }

    // ---- sockets: socket(2), ip(7), tcp(7) ----

    /** {@code int socket(int domain, int type, int protocol)}: a TCP socket, non-blocking, closed on exec. */
    public int tcpSocket(int family) throws SyscallException {
        int fd;
        try {
            fd = (int) SOCKET.invokeExact(errno, family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        return checked(fd, "socket(" + (family == AF_INET6 ? "AF_INET6" : "AF_INET") + ", SOCK_STREAM)");
    }

    /** {@code int setsockopt(int fd, int level, int name, const void *value, socklen_t length)} with an int. */
    public void setOption(int fd, int level, int name, int value) throws SyscallException {
        scratch.set(JAVA_INT, 0, value);
        int result = setFromScratch(fd, level, name, 4);
        if (result < 0) {
            throw new SyscallException("setsockopt(" + fd + ", " + level + ", " + name + ", " + value + ")", -result);
        }
    }

    /** Makes {@link #close(int)} reset the connection: SO_LINGER with 0 seconds, see socket(7). */
    public void resetOnClose(int fd) {
        scratch.set(JAVA_INT, 0, 1);
        scratch.set(JAVA_INT, 4, 0);
        setFromScratch(fd, SOL_SOCKET, SO_LINGER, 8); // fails only for a descriptor that is no socket
    }

    private int setFromScratch(int fd, int level, int name, int length) {
        try {
            int result = (int) SETSOCKOPT.invokeExact(errno, fd, level, name, scratch.address(), length);
            return result < 0 ? -lastErrno() : result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** SO_ERROR: the pending error of a socket as an errno, which is cleared by it; 0 for none. */
    public int socketError(int fd) {
        scratch.set(JAVA_INT, 0, 0);
        scratch.set(JAVA_INT, 8, 4);
        try {
            int result = (int) GETSOCKOPT.invokeExact(errno, fd, SOL_SOCKET, SO_ERROR, scratch.address(),
                    scratch.address() + 8);
            return result < 0 ? lastErrno() : scratch.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code int bind(int fd, const struct sockaddr *address, socklen_t length)}. */
    public void bind(int fd, InetSocketAddress address) throws SyscallException {
        int length = SocketAddresses.write(address, scratch);
        int result;
        try {
            result = (int) BIND.invokeExact(errno, fd, scratch.address(), length);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException("bind(" + fd + ", " + SocketAddresses.text(address) + ")", lastErrno());
        }
    }

    /** {@code int listen(int fd, int backlog)}. */
    public void listen(int fd, int backlog) throws SyscallException {
        int result;
        try {
            result = (int) LISTEN.invokeExact(errno, fd, backlog);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException("listen(" + fd + ", " + backlog + ")", lastErrno());
        }
    }

    /**
     * {@code int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)}: the next connection as a
     * descriptor, non-blocking, closed on exec; or minus errno.
     */
    public int accept(int fd) {
        while (true) {
            int result;
            try {
                result = (int) ACCEPT4.invokeExact(errno, fd, 0L, 0L, SOCK_NONBLOCK | SOCK_CLOEXEC);
            } catch (Throwable t) {
                throw unexpected(t);
            }
            if (result >= 0) {
                return result;
            }
            int error = lastErrno();
            if (error != Errno.EINTR) {
                return -error;
            }
        }
    }

    /**
     * {@code int connect(int fd, const struct sockaddr *address, socklen_t length)}: 0, or minus errno; EINPROGRESS is
     * the rule on a non-blocking socket. Not repeated on EINTR: the connection goes on by itself, see connect(2).
     */
    public int connect(int fd, InetSocketAddress address) {
        int length = SocketAddresses.write(address, scratch);
        try {
            int result = (int) CONNECT.invokeExact(errno, fd, scratch.address(), length);
            return result < 0 ? -lastErrno() : 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code int getsockname(int fd, struct sockaddr *address, socklen_t *length)}: the local address. */
    public InetSocketAddress localAddress(int fd) throws SyscallException {
        int result;
        scratch.set(JAVA_INT, 64, 64);
        try {
            result = (int) GETSOCKNAME.invokeExact(errno, fd, scratch.address(), scratch.address() + 64);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException("getsockname(" + fd + ")", lastErrno());
        }
        return SocketAddresses.read(scratch);
    }

    /** {@code int getpeername(int fd, struct sockaddr *address, socklen_t *length)}: the address of the other end. */
    public InetSocketAddress peerAddress(int fd) throws SyscallException {
        int result;
        scratch.set(JAVA_INT, 64, 64);
        try {
            result = (int) GETPEERNAME.invokeExact(errno, fd, scratch.address(), scratch.address() + 64);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException("getpeername(" + fd + ")", lastErrno());
        }
        return SocketAddresses.read(scratch);
    }

    /** {@code ssize_t recv(int fd, void *buffer, size_t length, int flags)}: bytes, 0 at the end, or minus errno. */
    public int recv(int fd, long buffer, int length) {
        while (true) {
            long result;
            try {
                result = (long) RECV.invokeExact(errno, fd, buffer, (long) length, 0);
            } catch (Throwable t) {
                throw unexpected(t);
            }
            if (result >= 0) {
                return (int) result;
            }
            int error = lastErrno();
            if (error != Errno.EINTR) {
                return -error;
            }
        }
    }

    /**
     * {@code ssize_t recvmsg(int fd, struct msghdr *message, int flags)}: bytes, 0 at the end, or minus errno. The message
     * knows when they came, if {@link #SO_TIMESTAMPNS} was set before.
     */
    public int recvMessage(int fd, ReceivedMessage message) {
        while (true) {
            long result;
            try {
                result = (long) RECVMSG.invokeExact(errno, fd, message.prepared(), 0);
            } catch (Throwable t) {
                throw unexpected(t);
            }
            if (result >= 0) {
                return (int) result;
            }
            int error = lastErrno();
            if (error != Errno.EINTR) {
                return -error;
            }
        }
    }

    /**
     * {@code ssize_t send(int fd, const void *buffer, size_t length, int flags)} without SIGPIPE: bytes taken, which may
     * be fewer than given, or minus errno.
     */
    public int send(int fd, long buffer, int length) {
        while (true) {
            long result;
            try {
                result = (long) SEND.invokeExact(errno, fd, buffer, (long) length, MSG_NOSIGNAL);
            } catch (Throwable t) {
                throw unexpected(t);
            }
            if (result >= 0) {
                return (int) result;
            }
            int error = lastErrno();
            if (error != Errno.EINTR) {
                return -error;
            }
        }
    }

    /** {@code int shutdown(int fd, int how)} of the sending side: the peer reads the end of the stream. */
    public int shutdownOutput(int fd) {
        try {
            int result = (int) SHUTDOWN.invokeExact(errno, fd, SHUT_WR);
            return result < 0 ? -lastErrno() : 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code int close(int fd)}. Never repeated: the descriptor is gone whatever it says, see close(2). */
    public void close(int fd) {
        try {
            int result = (int) CLOSE.invokeExact(errno, fd);
            if (result < 0 && lastErrno() == Errno.EBADF) {
                throw new IllegalStateException("close(" + fd + "): not open; somebody closed it twice");
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // ---- eventfd(2): wakes a loop from another thread ----

    /** {@code int eventfd(unsigned int value, int flags)}: non-blocking, closed on exec. */
    public int eventfd() throws SyscallException {
        int fd;
        try {
            fd = (int) EVENTFD.invokeExact(errno, 0, EFD_NONBLOCK_CLOEXEC);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        return checked(fd, "eventfd(0)");
    }

    /** Adds 1 to an eventfd: {@code ssize_t write(int fd, const void *buffer, size_t length)}. 0, or minus errno. */
    public int signal(int eventfd) {
        scratch.set(JAVA_LONG, 0, 1);
        try {
            long result = (long) WRITE.invokeExact(errno, eventfd, scratch.address(), 8L);
            return result < 0 ? -lastErrno() : 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Sets an eventfd back to 0: {@code ssize_t read(int fd, void *buffer, size_t length)}. 0, or minus errno. */
    public int drain(int eventfd) {
        try {
            long result = (long) READ.invokeExact(errno, eventfd, scratch.address(), 8L);
            return result < 0 ? -lastErrno() : 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // ---- pipe(2) ----

    /** {@code int pipe2(int fds[2], int flags)}: non-blocking, closed on exec. */
    public Pipe pipe() throws SyscallException {
        int result;
        try {
            result = (int) PIPE2.invokeExact(errno, scratch.address(), PIPE_NONBLOCK_CLOEXEC);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        checked(result, "pipe2(O_NONBLOCK | O_CLOEXEC)");
        return new Pipe(scratch.get(JAVA_INT, 0), scratch.get(JAVA_INT, 4));
    }

    /** The two ends of a pipe. */
    public record Pipe(int readEnd, int writeEnd) {}

    // ---- waiting: select(2), poll(2), epoll(7) ----

    /**
     * {@code int select(int n, fd_set *read, fd_set *write, fd_set *except, struct timeval *timeout)}: descriptors ready,
     * 0 also when a signal came, or minus errno. The kernel copies and scans {@code n} bits of each set at every call.
     *
     * @param timeoutMillis -1 to wait as long as it takes
     */
    public int select(int n, long readSet, long writeSet, int timeoutMillis) {
        long timeval = 0;
        if (timeoutMillis >= 0) {
            scratch.set(JAVA_LONG, 0, timeoutMillis / 1000);
            scratch.set(JAVA_LONG, 8, timeoutMillis % 1000 * 1000L);
            timeval = scratch.address();
        }
        try {
            int result = (int) SELECT.invokeExact(errno, n, readSet, writeSet, 0L, timeval);
            return result < 0 ? waitError() : result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * {@code int poll(struct pollfd *fds, nfds_t n, int timeout)}: descriptors ready, 0 also when a signal came, or minus
     * errno. The kernel copies and scans {@code n} entries at every call.
     */
    public int poll(long fds, int n, int timeoutMillis) {
        try {
            int result = (int) POLL.invokeExact(errno, fds, (long) n, timeoutMillis);
            return result < 0 ? waitError() : result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code int epoll_create1(int flags)}: closed on exec. */
    public int epollCreate() throws SyscallException {
        int fd;
        try {
            fd = (int) EPOLL_CREATE1.invokeExact(errno, EPOLL_CLOEXEC);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        return checked(fd, "epoll_create1(EPOLL_CLOEXEC)");
    }

    /**
     * {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)}: 0, or minus errno.
     *
     * @param data what {@link EpollEvents#data} gives back when the descriptor is ready
     */
    public int epollControl(int epoll, int operation, int fd, int events, long data) {
        EpollEvents.write(scratch, events, data);
        try {
            int result = (int) EPOLL_CTL.invokeExact(errno, epoll, operation, fd, scratch.address());
            return result < 0 ? -lastErrno() : 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)}: descriptors ready, 0 also
     * when a signal came, or minus errno.
     *
     * @param timeoutMillis -1 to wait as long as it takes
     */
    public int epollWait(int epoll, EpollEvents events, int timeoutMillis) {
        try {
            int result = (int) EPOLL_WAIT.invokeExact(errno, epoll, events.address(), events.capacity(), timeoutMillis);
            return result < 0 ? waitError() : result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * {@code int epoll_pwait2(int epfd, struct epoll_event *events, int maxevents, const struct timespec *timeout, const
     * sigset_t *sigmask)}, without a mask: descriptors ready, 0 also when a signal came, or minus errno. Since Linux 5.11.
     */
    public int epollWaitNanos(int epoll, EpollEvents events, long timeoutNanos) {
        try {
            scratch.set(JAVA_LONG, 0, timeoutNanos / 1_000_000_000);
            scratch.set(JAVA_LONG, 8, timeoutNanos % 1_000_000_000);
            long result = (long) EPOLL_PWAIT2.invokeExact(errno, SYS_EPOLL_PWAIT2, epoll, events.address(),
                    events.capacity(), scratch.address(), 0L, 0L);
            return result < 0 ? waitError() : (int) result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // ---- memory: mmap(2) ----

    /**
     * {@code void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)}: memory shared with
     * what a descriptor stands for, to read; its address, or minus errno.
     */
    public long mapShared(int fd, long length) {
        try {
            long address = (long) MMAP.invokeExact(errno, 0L, length, PROT_READ, MAP_SHARED, fd, 0L);
            return address == -1 ? -lastErrno() : address;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code int munmap(void *address, size_t length)}: 0, or minus errno. */
    public int unmap(long address, long length) {
        try {
            int result = (int) MUNMAP.invokeExact(errno, address, length);
            return result < 0 ? -lastErrno() : 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // ---- clocks, CPUs, processes: clock_gettime(2), sched_setaffinity(2), kill(2), getrusage(2), prctl(2) ----

    /** The clock that counts the CPU time of all threads of a process, see clock_getcpuclockid(3). */
    public static int processCpuClock(long pid) {
        // The kernel's CPUCLOCK_SCHED clock of a process: MAKE_PROCESS_CPUCLOCK in linux/posix-timers_types.h.
        return ((int) ~pid << 3) | 2;
    }

    /** {@code int clock_gettime(clockid_t clock, struct timespec *time)}: nanoseconds, or minus errno. */
    public long clockNanos(int clock) {
        try {
            int result = (int) CLOCK_GETTIME.invokeExact(errno, clock, scratch.address());
            return result < 0 ? -lastErrno() : scratch.get(JAVA_LONG, 0) * 1_000_000_000L + scratch.get(JAVA_LONG, 8);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The CPUs that the calling thread may run on: {@code int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *)}. */
    public BitSet affinity() throws SyscallException {
        scratch.asSlice(0, CPU_SET_BYTES).fill((byte) 0);
        int result;
        try {
            result = (int) SCHED_GETAFFINITY.invokeExact(errno, 0, (long) CPU_SET_BYTES, scratch.address());
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException("sched_getaffinity(0)", lastErrno());
        }
        return BitSet.valueOf(scratch.asSlice(0, CPU_SET_BYTES).toArray(JAVA_LONG));
    }

    /**
     * Confines the calling thread to CPUs; threads and processes that it starts from then on inherit it.
     * {@code int sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set)}.
     */
    public void setAffinity(BitSet cpus) throws SyscallException {
        if (cpus.length() > CPU_SET_BYTES * Byte.SIZE) {
            throw new SyscallException("sched_setaffinity(0, " + cpus + ") with a set that ends at CPU "
                    + (CPU_SET_BYTES * Byte.SIZE - 1), Errno.EINVAL);
        }
        MemorySegment set = scratch.asSlice(0, CPU_SET_BYTES).fill((byte) 0);
        long[] words = cpus.toLongArray();
        MemorySegment.copy(words, 0, set, JAVA_LONG, 0, words.length);
        int result;
        try {
            result = (int) SCHED_SETAFFINITY.invokeExact(errno, 0, (long) CPU_SET_BYTES, scratch.address());
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException("sched_setaffinity(0, " + cpus + ")", lastErrno());
        }
    }

    /** How late the kernel may wake the calling thread from a sleep: {@code prctl(PR_SET_TIMERSLACK, nanos)}. */
    public void setTimerSlack(long nanos) throws SyscallException {
        int result;
        try {
            result = (int) PRCTL.invokeExact(errno, PR_SET_TIMERSLACK, nanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException("prctl(PR_SET_TIMERSLACK, " + nanos + ")", lastErrno());
        }
    }

    /**
     * Sends a signal to one process: {@code int kill(pid_t pid, int signal)}. A number that means a group of processes, or
     * all of them, is refused.
     */
    public void kill(long pid, int signal) throws SyscallException {
        if (pid < 1 || pid > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("pid " + pid + " is not a process");
        }
        int result;
        try {
            result = (int) KILL.invokeExact(errno, (int) pid, signal);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException("kill(" + pid + ", " + signal + ")", lastErrno());
        }
    }

    /** {@code int getrusage(int who, struct rusage *usage)}: what this process has used so far. */
    public ResourceUsage resourceUsage() throws SyscallException {
        return resourceUsage(RUSAGE_SELF, "getrusage(RUSAGE_SELF)");
    }

    /** The same of the calling thread alone. */
    public ResourceUsage threadResourceUsage() throws SyscallException {
        return resourceUsage(RUSAGE_THREAD, "getrusage(RUSAGE_THREAD)");
    }

    private ResourceUsage resourceUsage(int who, String call) throws SyscallException {
        int result;
        try {
            result = (int) GETRUSAGE.invokeExact(errno, who, scratch.address());
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (result < 0) {
            throw new SyscallException(call, lastErrno());
        }
        // struct rusage: two timevals, then fourteen longs; ru_nvcsw is the thirteenth and ru_nivcsw the last.
        return new ResourceUsage(scratch.get(JAVA_LONG, 0) * 1_000_000_000L + scratch.get(JAVA_LONG, 8) * 1000,
                scratch.get(JAVA_LONG, 16) * 1_000_000_000L + scratch.get(JAVA_LONG, 24) * 1000,
                scratch.get(JAVA_LONG, 128), scratch.get(JAVA_LONG, 136));
    }

    /**
     * What a process or a thread has used.
     *
     * @param userNanos CPU time in user mode, in steps of a microsecond
     * @param systemNanos CPU time in the kernel, in steps of a microsecond
     * @param voluntarySwitches times it, or one of its threads, gave up its CPU by waiting
     * @param involuntarySwitches times it, or one of its threads, was taken off its CPU
     */
    public record ResourceUsage(long userNanos, long systemNanos, long voluntarySwitches, long involuntarySwitches) {}

    // ---- binding ----

    private int lastErrno() {
        return errno.get(JAVA_INT, 0); // errno is the only thing captured on Linux
    }

    private int waitError() {
        int error = lastErrno();
        return error == Errno.EINTR ? 0 : -error;
    }

    private int checked(int result, String call) throws SyscallException {
        if (result < 0) {
            throw new SyscallException(call, lastErrno());
        }
        return result;
    }

    /** A method handle declares Throwable; ours throw nothing but errors in their use. */
    private static IllegalStateException unexpected(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call went wrong on the Java side: " + t, t);
    }

    private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
        return bound(name, FunctionDescriptor.of(result, arguments), List.of());
    }

    /** For functions declared with {@code ...}: their calling convention differs on some machines. */
    private static MethodHandle variadic(String name, int firstVariadic, MemoryLayout result,
            MemoryLayout... arguments) {
        return bound(name, FunctionDescriptor.of(result, arguments),
                List.of(Linker.Option.firstVariadicArg(firstVariadic)));
    }

    @SuppressWarnings("restricted") // native access is this module's purpose; the launcher enables it
    private static MethodHandle bound(String name, FunctionDescriptor descriptor, List<Linker.Option> options) {
        MemorySegment symbol = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name + "()"));
        Linker.Option[] all = new Linker.Option[options.size() + 1];
        all[0] = Linker.Option.captureCallState("errno");
        for (int i = 0; i < options.size(); i++) {
            all[i + 1] = options.get(i);
        }
        return LINKER.downcallHandle(symbol, descriptor, all);
    }
}
