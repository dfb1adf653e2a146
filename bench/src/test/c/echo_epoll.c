/*
 * README: echo_epoll.c is a TCP echo server on epoll, the floor that the Java transports epoll-lt and epoll-et are
 * compared with: the same design, without a virtual machine.
 * Compile: gcc -O2 -Wall -Wextra -pthread -o echo_epoll echo_epoll.c
 *
 * usage: echo_epoll [--edge] [--host 127.0.0.1] [--port 0] [--buffer 8192] [--second-thread]
 *
 * The first line of output is "listening HOST:PORT c-epoll-lt" (or c-epoll-et). It serves until SIGTERM, SIGINT or the
 * end of standard input (a pipe, socket or terminal; /dev/null and files are not watched), prints its counts as one
 * line of JSON and exits with 0; with 64 when the arguments are wrong, 70 when the system refuses something.
 *
 * One thread, one epoll descriptor, connections in a table indexed by descriptor. What is read into the one shared
 * buffer is written back at once; what the kernel does not take waits in a queue of the connection. A connection with
 * MAX_QUEUED_BYTES waiting is not read from until half of that is gone, and write interest lasts only while something
 * waits, so that an ordinary message costs one read, one write and no epoll_ctl.
 *
 * Level-triggered: one read per event, the kernel reports again what is left. Edge-triggered: reads until it is drained, but
 * after READS_PER_TURN reads the others have their turn first and the connection goes to the back of a ready list.
 *
 * --second-thread starts a thread that does nothing. In a process with several threads every call takes a reference on
 * its descriptor; a JVM always has several, so only with this flag is a comparison with one fair.
 */
#define _GNU_SOURCE /* accept4 */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    BACKLOG = 4096,
    MAX_EVENTS = 1024,
    MAX_QUEUED_BYTES = 256 * 1024,
    RESUME_QUEUED_BYTES = MAX_QUEUED_BYTES / 2,
    READS_PER_TURN = 16,        /* edge-triggered only */
    ACCEPT_PAUSE_MILLIS = 50,   /* after descriptors ran out */
    CHUNK_BYTES = 16 * 1024,    /* queues are lists of chunks */
    POOLED_CHUNKS = 256,        /* kept for reuse, the rest is freed */
    EXIT_USAGE = 64,
    EXIT_INTERNAL = 70,
    NO_FD = -1
};

struct chunk {
    struct chunk *next;
    uint32_t begin; /* first byte not yet sent */
    uint32_t end;   /* first free byte */
    unsigned char bytes[CHUNK_BYTES];
};

/* A connection's state. All zero but the descriptor's own index when the slot is free. */
struct connection {
    struct chunk *head; /* oldest unsent bytes, NULL when nothing waits */
    struct chunk *tail;
    uint32_t queued;    /* bytes that wait */
    uint32_t interest;  /* what epoll was last told */
    int next_ready;     /* next descriptor on the ready list */
    bool on_ready_list;
    bool paused; /* not read from, because its queue is full */
    bool ended;  /* the peer has shut down its sending side */
};

static struct {
    uint64_t accepted, closed, accept_failures;
    uint64_t bytes_received, bytes_sent, bytes_discarded;
    uint64_t waits, ready, reads, writes, registrations;
} counts;

static bool edge_triggered;
static int epoll_fd = NO_FD;
static int listen_fd = NO_FD;
static int signal_fd = NO_FD;
static bool stopping;

static unsigned char *buffer;
static size_t buffer_bytes = 8192;

static struct connection *table;
static size_t table_size;

/* Edge-triggered connections that had their turn and may have more to read: a queue, linked through next_ready. */
static int first_ready = NO_FD;
static int last_ready = NO_FD;
static size_t ready_count;

static bool accept_paused;
static int64_t accept_resume_nanos;

static struct chunk *pool;
static size_t pooled;

static void fail(const char *what) {
    fprintf(stderr, "echo_epoll: %s: %s\n", what, strerror(errno));
    exit(EXIT_INTERNAL);
}

static int64_t monotonic_nanos(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- the queue of a connection ---- */

static struct chunk *take_chunk(void) {
    struct chunk *chunk = pool;
    if (chunk != NULL) {
        pool = chunk->next;
        pooled--;
    } else {
        chunk = malloc(sizeof *chunk);
        if (chunk == NULL) {
            return NULL;
        }
    }
    chunk->next = NULL;
    chunk->begin = 0;
    chunk->end = 0;
    return chunk;
}

static void give_chunk(struct chunk *chunk) {
    if (pooled < POOLED_CHUNKS) {
        chunk->next = pool;
        pool = chunk;
        pooled++;
    } else {
        free(chunk);
    }
}

/* Returns how many bytes were queued; fewer than asked for only when there is no memory. */
static size_t enqueue(struct connection *c, const unsigned char *bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        if (c->tail == NULL || c->tail->end == CHUNK_BYTES) {
            struct chunk *chunk = take_chunk();
            if (chunk == NULL) {
                break;
            }
            if (c->tail == NULL) {
                c->head = chunk;
            } else {
                c->tail->next = chunk;
            }
            c->tail = chunk;
        }
        size_t part = CHUNK_BYTES - c->tail->end;
        if (part > count - done) {
            part = count - done;
        }
        memcpy(c->tail->bytes + c->tail->end, bytes + done, part);
        c->tail->end += (uint32_t)part;
        done += part;
    }
    c->queued += (uint32_t)done;
    return done;
}

static void drop_head(struct connection *c) {
    struct chunk *chunk = c->head;
    c->head = chunk->next;
    if (c->head == NULL) {
        c->tail = NULL;
    }
    give_chunk(chunk);
}

/* ---- ready list ---- */

static void push_ready(int fd) {
    struct connection *c = &table[fd];
    c->on_ready_list = true;
    c->next_ready = NO_FD;
    if (last_ready == NO_FD) {
        first_ready = fd;
    } else {
        table[last_ready].next_ready = fd;
    }
    last_ready = fd;
    ready_count++;
}

static int pop_ready(void) {
    int fd = first_ready;
    first_ready = table[fd].next_ready;
    if (first_ready == NO_FD) {
        last_ready = NO_FD;
    }
    table[fd].on_ready_list = false;
    ready_count--;
    return fd;
}

/* ---- epoll ---- */

static bool control(int operation, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = fd}};
    counts.registrations++;
    return epoll_ctl(epoll_fd, operation, fd, &event) == 0;
}

static void resume_accepting(void) {
    accept_paused = false;
    if (!control(EPOLL_CTL_MOD, listen_fd, EPOLLIN)) {
        fail("epoll_ctl(MOD, listener, EPOLLIN)");
    }
}

/* The listener stays readable while descriptors are missing: with its interest kept the loop would spin. */
static void pause_accepting(void) {
    accept_paused = true;
    accept_resume_nanos = monotonic_nanos() + ACCEPT_PAUSE_MILLIS * INT64_C(1000000);
    if (!control(EPOLL_CTL_MOD, listen_fd, 0)) {
        fail("epoll_ctl(MOD, listener, 0)");
    }
}

/* ---- connections ---- */

/* Called only in the connection's own turn, when it is not on the ready list; close takes it out of epoll as well. */
static void close_connection(int fd) {
    struct connection *c = &table[fd];
    counts.closed++;
    counts.bytes_discarded += c->queued;
    while (c->head != NULL) {
        drop_head(c);
    }
    memset(c, 0, sizeof *c);
    close(fd);
    if (accept_paused) {
        resume_accepting();
    }
}

/* Tells epoll when what the connection waits for has changed. A modification also makes an edge-triggered epoll report
   what is ready already, so nothing that arrived while reading was paused is missed. */
static void update_interest(int fd) {
    struct connection *c = &table[fd];
    uint32_t interest = edge_triggered ? (uint32_t)EPOLLET | EPOLLRDHUP | EPOLLPRI : 0;
    if (!c->paused && !c->ended) {
        interest |= EPOLLIN;
    }
    if (c->queued > 0) {
        interest |= EPOLLOUT;
    }
    if (interest == c->interest) {
        return;
    }
    c->interest = interest;
    if (!control(EPOLL_CTL_MOD, fd, interest)) {
        fail("epoll_ctl(MOD, connection)");
    }
}

/* Bytes taken by the kernel, 0 when it has no room, -1 when the connection is broken. */
static ssize_t write_some(int fd, const unsigned char *bytes, size_t count) {
    for (;;) {
        ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
        counts.writes++;
        if (sent >= 0) {
            counts.bytes_sent += (uint64_t)sent;
            return sent;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return 0;
        }
        if (errno != EINTR) {
            return -1;
        }
    }
}

/* Sends what waits until it is gone or the kernel has no room. False when the connection is broken. */
static bool flush_queue(struct connection *c, int fd) {
    while (c->head != NULL) {
        struct chunk *chunk = c->head;
        ssize_t sent = write_some(fd, chunk->bytes + chunk->begin, chunk->end - chunk->begin);
        if (sent < 0) {
            return false;
        }
        if (sent == 0) {
            break;
        }
        c->queued -= (uint32_t)sent;
        chunk->begin += (uint32_t)sent;
        if (chunk->begin == chunk->end) {
            drop_head(c);
        }
    }
    if (c->queued <= RESUME_QUEUED_BYTES) {
        c->paused = false;
    }
    return true;
}

/* Writes what is in the shared buffer back, and queues what the kernel does not take. False when the connection is
   broken. */
static bool echo(struct connection *c, int fd, size_t count) {
    size_t done = 0;
    if (c->queued == 0) { /* else it has to wait behind what is queued */
        ssize_t sent = write_some(fd, buffer, count);
        if (sent == (ssize_t)count) {
            return true;
        }
        if (sent < 0) {
            counts.bytes_discarded += count;
            return false;
        }
        done = (size_t)sent;
    }
    size_t queued = enqueue(c, buffer + done, count - done);
    if (queued < count - done) {
        counts.bytes_discarded += count - done - queued;
        return false;
    }
    if (c->queued >= MAX_QUEUED_BYTES) {
        c->paused = true;
    }
    return true;
}

/* Reads and echoes: once when level-triggered; until there is no more, or its turn is over, when edge-triggered. A read
   that does not fill the buffer has drained a stream (epoll(7)), unless its end or an error was reported too. */
static void read_and_echo(struct connection *c, int fd, bool until_end) {
    int reads_left = edge_triggered ? READS_PER_TURN : 1;
    for (;;) {
        ssize_t received = recv(fd, buffer, buffer_bytes, 0);
        counts.reads++;
        if (received > 0) {
            counts.bytes_received += (uint64_t)received;
            if (!echo(c, fd, (size_t)received)) {
                close_connection(fd);
                return;
            }
            if (c->paused || (edge_triggered && !until_end && (size_t)received < buffer_bytes)) {
                break;
            }
        } else if (received == 0) {
            c->ended = true; /* what waits is still sent */
            if (c->queued == 0) {
                close_connection(fd);
                return;
            }
            break;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            break;
        } else if (errno != EINTR) {
            close_connection(fd);
            return;
        }
        if (--reads_left == 0) {
            if (edge_triggered) {
                push_ready(fd);
            }
            break;
        }
    }
    update_interest(fd);
}

/* One connection's turn: write what waits, then read. */
static void serve(int fd, bool writable, bool readable, bool until_end) {
    struct connection *c = &table[fd];
    if (writable && c->queued > 0) {
        if (!flush_queue(c, fd) || (c->queued == 0 && c->ended)) {
            close_connection(fd);
            return;
        }
        if (!readable || c->paused || c->ended) {
            update_interest(fd);
            return;
        }
    }
    if (readable && !c->paused && !c->ended) {
        read_and_echo(c, fd, until_end);
    }
}

/* ---- accepting ---- */

static bool reserve_slot(int fd) {
    if ((size_t)fd < table_size) {
        return true;
    }
    size_t size = table_size == 0 ? 1024 : table_size;
    while (size <= (size_t)fd) {
        size *= 2;
    }
    struct connection *larger = realloc(table, size * sizeof *table);
    if (larger == NULL) {
        return false;
    }
    memset(larger + table_size, 0, (size - table_size) * sizeof *table);
    table = larger;
    table_size = size;
    return true;
}

static void accept_all(void) {
    for (;;) {
        int fd = accept4(listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EAGAIN || errno == EWOULDBLOCK) {
                return;
            }
            if (errno == EINTR) {
                continue;
            }
            counts.accept_failures++;
            if (errno == ECONNABORTED) { /* that one connection has gone */
                continue;
            }
            pause_accepting(); /* EMFILE, ENFILE, ENOBUFS, ENOMEM */
            return;
        }
        int one = 1;
        /* May fail when the peer has reset already; the first read tells. */
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        uint32_t interest = EPOLLIN | (edge_triggered ? (uint32_t)EPOLLET | EPOLLRDHUP | EPOLLPRI : 0);
        if (!reserve_slot(fd) || !control(EPOLL_CTL_ADD, fd, interest)) {
            counts.accept_failures++;
            close(fd);
            continue;
        }
        table[fd].interest = interest;
        counts.accepted++;
    }
}

/* ---- the loop ---- */

static void on_own_descriptor(int fd) {
    if (fd == listen_fd) {
        if (!accept_paused) {
            accept_all();
        }
    } else if (fd == signal_fd) {
        stopping = true;
    } else { /* standard input: what it says does not matter, only that it ends */
        char ignored[256];
        ssize_t n = read(STDIN_FILENO, ignored, sizeof ignored);
        if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) {
            stopping = true;
        }
    }
}

static int wait_millis(void) {
    if (ready_count > 0) {
        return 0;
    }
    if (!accept_paused) {
        return -1;
    }
    int64_t left = accept_resume_nanos - monotonic_nanos();
    return left <= 0 ? 0 : (int)((left + 999999) / 1000000);
}

static void run(void) {
    static struct epoll_event events[MAX_EVENTS];
    while (!stopping) {
        int n = epoll_wait(epoll_fd, events, MAX_EVENTS, wait_millis());
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            fail("epoll_wait");
        }
        counts.waits++;
        counts.ready += (uint64_t)n;
        size_t carried = ready_count;
        /* A descriptor is in a batch at most once and only its own turn closes it, so no event here is of an earlier
           connection with the same number. */
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            uint32_t what = events[i].events;
            if (fd == listen_fd || fd == signal_fd || fd == STDIN_FILENO) {
                on_own_descriptor(fd);
            } else if (!table[fd].on_ready_list) { /* else its turn comes below */
                serve(fd, what & (EPOLLOUT | EPOLLERR | EPOLLHUP), what & (EPOLLIN | EPOLLPRI | EPOLLRDHUP | EPOLLERR | EPOLLHUP),
                        what & (EPOLLPRI | EPOLLRDHUP | EPOLLERR | EPOLLHUP));
            }
        }
        for (; carried > 0; carried--) {
            serve(pop_ready(), true, true, true);
        }
        if (accept_paused && monotonic_nanos() >= accept_resume_nanos) {
            resume_accepting();
        }
    }
}

/* ---- start and end ---- */

static void listen_at(const char *host, const char *port) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *address;
    int error = getaddrinfo(host, port, &hints, &address);
    if (error != 0) {
        fprintf(stderr, "echo_epoll: --host %s --port %s: %s\n", host, port, gai_strerror(error));
        exit(EXIT_USAGE);
    }
    listen_fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listen_fd < 0) {
        fail("socket");
    }
    int one = 1;
    if (setsockopt(listen_fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0) {
        fail("setsockopt(SO_REUSEADDR)");
    }
    if (bind(listen_fd, address->ai_addr, address->ai_addrlen) != 0) {
        fail("bind");
    }
    if (listen(listen_fd, BACKLOG) != 0) {
        fail("listen");
    }
    freeaddrinfo(address);
}

static void announce(void) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    if (getsockname(listen_fd, (struct sockaddr *)&address, &length) != 0
            || getnameinfo((struct sockaddr *)&address, length, host, sizeof host, port, sizeof port,
                       NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        fail("getsockname");
    }
    const char *format = address.ss_family == AF_INET6 ? "listening [%s]:%s %s\n" : "listening %s:%s %s\n";
    printf(format, host, port, edge_triggered ? "c-epoll-et" : "c-epoll-lt");
    if (fflush(stdout) != 0) {
        fail("standard output");
    }
}

static void close_all(void) {
    close(listen_fd);
    accept_paused = false;
    for (size_t fd = 0; fd < table_size; fd++) {
        if (table[fd].interest != 0) { /* never 0 for a connection: one that is neither read nor written is closed */
            close_connection((int)fd);
        }
    }
    while (pool != NULL) {
        struct chunk *chunk = pool;
        pool = chunk->next;
        free(chunk);
    }
    free(table);
    free(buffer);
    close(signal_fd);
    close(epoll_fd);
}

static void print_counts(void) {
    printf("{\"accepted\":%" PRIu64 ",\"closed\":%" PRIu64 ",\"acceptFailures\":%" PRIu64 ",\"bytesReceived\":%" PRIu64
           ",\"bytesSent\":%" PRIu64 ",\"bytesDiscarded\":%" PRIu64 ",\"waits\":%" PRIu64 ",\"ready\":%" PRIu64
           ",\"reads\":%" PRIu64 ",\"writes\":%" PRIu64 ",\"registrations\":%" PRIu64 "}\n",
            counts.accepted, counts.closed, counts.accept_failures, counts.bytes_received, counts.bytes_sent,
            counts.bytes_discarded, counts.waits, counts.ready, counts.reads, counts.writes, counts.registrations);
    fflush(stdout);
}

static void *idle(void *unused) {
    (void)unused;
    for (;;) {
        pause();
    }
    return NULL;
}

static void usage(FILE *out) {
    fputs("usage: echo_epoll [--edge] [--host 127.0.0.1] [--port 0] [--buffer 8192] [--second-thread]\n", out);
}

int main(int argc, char **argv) {
    enum { EDGE = 1, HOST, PORT, BUFFER, SECOND_THREAD, HELP };
    static const struct option options[] = {
        {"edge", no_argument, NULL, EDGE},
        {"host", required_argument, NULL, HOST},
        {"port", required_argument, NULL, PORT},
        {"buffer", required_argument, NULL, BUFFER},
        {"second-thread", no_argument, NULL, SECOND_THREAD},
        {"help", no_argument, NULL, HELP},
        {NULL, 0, NULL, 0},
    };
    const char *host = "127.0.0.1";
    const char *port = "0";
    bool second_thread = false;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case EDGE:
            edge_triggered = true;
            break;
        case HOST:
            host = optarg;
            break;
        case PORT:
            port = optarg;
            break;
        case BUFFER: {
            char *end;
            long value = strtol(optarg, &end, 10);
            if (*optarg == '\0' || *end != '\0' || value < 1 || value > 1 << 24) {
                fprintf(stderr, "echo_epoll: --buffer %s is not a number from 1 to %d\n", optarg, 1 << 24);
                return EXIT_USAGE;
            }
            buffer_bytes = (size_t)value;
            break;
        }
        case SECOND_THREAD:
            second_thread = true;
            break;
        case HELP:
            usage(stdout);
            return 0;
        default:
            usage(stderr);
            return EXIT_USAGE;
        }
    }
    if (optind != argc) {
        usage(stderr);
        return EXIT_USAGE;
    }

    /* A standard descriptor that is closed must not become the listener's. */
    int fd;
    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) {
        close(fd);
    }

    /* Blocked before any other thread exists, which inherits it; read from signal_fd. */
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN); /* for standard output; sends say MSG_NOSIGNAL */

    buffer = malloc(buffer_bytes);
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    signal_fd = signalfd(-1, &stop, SFD_NONBLOCK | SFD_CLOEXEC);
    if (buffer == NULL || epoll_fd < 0 || signal_fd < 0) {
        fail("start");
    }
    listen_at(host, port);
    if (!control(EPOLL_CTL_ADD, listen_fd, EPOLLIN) || !control(EPOLL_CTL_ADD, signal_fd, EPOLLIN)) {
        fail("epoll_ctl(ADD)");
    }
    /* EPERM: a file or /dev/null, which epoll does not take; it never ends then. */
    if (!control(EPOLL_CTL_ADD, STDIN_FILENO, EPOLLIN) && errno != EPERM) {
        fail("epoll_ctl(ADD, standard input)");
    }
    if (second_thread) {
        pthread_t thread;
        int error = pthread_create(&thread, NULL, idle, NULL);
        if (error != 0) {
            errno = error;
            fail("pthread_create");
        }
        pthread_detach(thread);
    }

    announce();
    run();
    close_all();
    print_counts();
    return 0;
}
