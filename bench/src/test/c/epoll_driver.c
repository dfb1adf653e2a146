/*
 * README: epoll_driver.c is a closed-loop load driver on epoll for any TCP echo server, the floor that the Java load
 * generator is compared with. Compile: gcc -O2 -Wall -Wextra -pthread -o epoll_driver epoll_driver.c
 *
 * usage: epoll_driver HOST:PORT --connections N --active A --payload P --seconds S
 *                     [--warmup W] [--seed X] [--slice-ms 250] [--pid SERVER] [--second-thread]
 *
 * Opens N connections and greets each with one message, so that all are known to be served. Then A of them, random over
 * the descriptors, each keep one message outstanding: W seconds of warm-up, S seconds measured. At the end every
 * connection, also the idle ones, has to answer once more.
 *
 * A message begins with the number of its connection (4 bytes) and its sequence number there (8 bytes), or as much of
 * these as fits; a reply has to be as long as the message and begin in the same way. A target in 127.0.0.0/8 is reached
 * from several source addresses, so that ports do not run out. Connections end with a reset, which leaves no TIME_WAIT.
 *
 * Output: a line of JSON for each slice (CPU of the driver's thread, and of the server's process when --pid says
 * which), then one with the totals; "lost" are messages, whenever sent, without a right reply. A latency is the time
 * from before a message is sent until its reply is complete; percentiles are the upper ends of a histogram's cells,
 * which are at most 0.1 % wide.
 *
 * Exit status: 0 when every message was answered rightly, 12 when one was not or a connection failed, 64 when the
 * arguments are wrong, 70 when the system refuses something.
 */
#define _GNU_SOURCE

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
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24 /* linux/in.h, since 4.2 */
#endif

enum {
    MAX_EVENTS = 64, /* as many as the Java generator takes at a time */
    GREETED_AT_ONCE = 1024,         /* below any usual backlog, so that no connection request is dropped */
    CONNECTIONS_PER_SOURCE = 5000,  /* far below the ports of one source address: the kernel's search stays short */
    LEAST_SOURCES = 4,
    MOST_SOURCES = 250,
    PATIENCE_SECONDS = 10,          /* for a connection to open and for the last replies */
    FAILURES_SHOWN = 5,
    HEADER_BYTES = 12,
    MOST_PAYLOAD = 1 << 24,
    EXIT_INVALID = 12,
    EXIT_USAGE = 64,
    EXIT_INTERNAL = 70
};

static const int64_t NANOS = 1000000000;

struct connection {
    int fd;            /* -1 once it has failed */
    bool outstanding;  /* a message is under way */
    uint32_t sent;     /* of it */
    uint32_t received; /* of its reply */
    bool writing;      /* waits for room to send the rest */
    uint64_t sequence; /* of it */
    int64_t sent_at;
};

static struct {
    const char *target;
    uint32_t connections, active;
    uint32_t payload;
    double seconds, warmup;
    uint64_t seed;
    int64_t slice_millis;
    pid_t pid;
    bool second_thread;
} plan = {.seed = 1, .slice_millis = 250};

static struct connection *connections;
static uint32_t *active; /* indices of the active ones */
static int epoll_fd;
/* Edge-triggered, as the Java generator watches them: a read has more room than a reply needs, so that it takes all there is. */
static const uint32_t EDGES = EPOLLIN | (uint32_t)EPOLLET;
static clockid_t server_clock;

static unsigned char *message; /* a header, rewritten for each message, and the constant rest */
static uint32_t header_bytes;  /* as much of the header as fits the payload */
static unsigned char *reply;
static size_t reply_bytes;

static uint64_t sent, verified, wrong; /* messages, whenever sent */
static uint64_t measured;              /* replies since the warm-up */
static uint32_t outstanding, failed;   /* connections */

static int64_t clock_nanos(clockid_t clock) {
    struct timespec t;
    if (clock_gettime(clock, &t) != 0) {
        return -1; /* the server's, when it has gone */
    }
    return (int64_t)t.tv_sec * NANOS + t.tv_nsec;
}

static int64_t now_nanos(void) {
    return clock_nanos(CLOCK_MONOTONIC);
}

static void die(const char *what) {
    fprintf(stderr, "epoll_driver: %s: %s\n", what, strerror(errno));
    exit(EXIT_INTERNAL);
}

/* ---- latency histogram: log-linear, three significant digits, like HdrHistogram ---- */

enum {
    LINEAR_BITS = 11, /* values below 2048 have a cell each; above, each power of two has 1024 cells */
    HALF_CELLS = 1 << (LINEAR_BITS - 1),
    MOST_BITS = 40, /* 18 minutes; what is above counts as that */
    CELLS = (MOST_BITS - LINEAR_BITS + 2) * HALF_CELLS
};

static uint64_t cells[CELLS];
static int64_t highest;

static void record(int64_t nanos) {
    uint64_t value = nanos < 0 ? 0 : (uint64_t)nanos;
    if (value >> MOST_BITS != 0) {
        value = (UINT64_C(1) << MOST_BITS) - 1;
    }
    int shift = 64 - LINEAR_BITS - __builtin_clzll(value | ((1 << LINEAR_BITS) - 1));
    cells[((size_t)shift << (LINEAR_BITS - 1)) + (size_t)(value >> shift)]++;
    if (nanos > highest) {
        highest = nanos;
    }
}

/* The highest value of the cell in which the quantile lies. */
static int64_t quantile(double q) {
    double rank = q * (double)measured;
    uint64_t wanted = (uint64_t)rank;
    if ((double)wanted < rank) {
        wanted++;
    }
    uint64_t seen = 0;
    for (size_t i = 0; i < CELLS; i++) {
        seen += cells[i];
        if (seen >= wanted && seen > 0) {
            size_t shift = i < 2 * HALF_CELLS ? 0 : i / HALF_CELLS - 1;
            uint64_t lowest = (i - shift * HALF_CELLS) << shift;
            int64_t upper = (int64_t)(lowest + (UINT64_C(1) << shift) - 1);
            return upper < highest ? upper : highest;
        }
    }
    return 0;
}

static void forget_measurements(void) {
    memset(cells, 0, sizeof cells);
    highest = 0;
    measured = 0;
}

/* ---- one connection ---- */

static uint32_t index_of(const struct connection *c) {
    return (uint32_t)(c - connections);
}

/* Takes a connection out for good: it is counted, told, and not used again. */
static void fail_connection(struct connection *c, const char *reason) {
    if (failed < FAILURES_SHOWN) {
        fprintf(stderr, "epoll_driver: connection %" PRIu32 ", message %" PRIu64 ": %s\n", index_of(c), c->sequence,
                reason);
    }
    failed++;
    close(c->fd);
    c->fd = -1;
    if (c->outstanding) {
        c->outstanding = false;
        outstanding--;
    }
}

static void write_header(const struct connection *c, unsigned char *header) {
    uint32_t id = index_of(c);
    memcpy(header, &id, sizeof id);
    memcpy(header + sizeof id, &c->sequence, sizeof c->sequence);
}

static void wait_for(struct connection *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.u32 = index_of(c)}};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &event) != 0) {
        die("epoll_ctl(MOD)");
    }
}

/* Sends what is left of the message; takes write interest only while the kernel has no room. */
static void send_rest(struct connection *c) {
    unsigned char header[HEADER_BYTES];
    write_header(c, header);
    memcpy(message, header, header_bytes);
    while (c->sent < plan.payload) {
        ssize_t n = send(c->fd, message + c->sent, plan.payload - c->sent, MSG_NOSIGNAL);
        if (n >= 0) {
            c->sent += (uint32_t)n;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!c->writing) {
                c->writing = true;
                wait_for(c, EDGES | EPOLLOUT);
            }
            return;
        } else if (errno != EINTR) {
            fail_connection(c, strerror(errno));
            return;
        }
    }
    if (c->writing) {
        c->writing = false;
        wait_for(c, EDGES);
    }
}

static void send_message(struct connection *c, int64_t now) {
    c->sequence++;
    c->sent = 0;
    c->received = 0;
    c->sent_at = now;
    c->outstanding = true;
    outstanding++;
    sent++;
    send_rest(c);
}

/* Whether these bytes of a reply are those of the message, as far as they lie in its header. */
static bool header_matches(const struct connection *c, const unsigned char *bytes, uint32_t count) {
    if (c->received >= header_bytes) {
        return true;
    }
    unsigned char header[HEADER_BYTES];
    write_header(c, header);
    uint32_t rest = header_bytes - c->received;
    return memcmp(bytes, header + c->received, count < rest ? count : rest) == 0;
}

/* Reads once. True when that completed a reply, which was checked. */
static bool read_reply(struct connection *c) {
    ssize_t n = recv(c->fd, reply, reply_bytes, 0); /* has room for more than a reply, so that too long a one shows */
    if (n <= 0) {
        if (n == 0) {
            fail_connection(c, "closed by the server");
        } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            fail_connection(c, strerror(errno));
        }
        return false;
    }
    uint32_t count = (uint32_t)n;
    if (!c->outstanding || count > c->sent - c->received || !header_matches(c, reply, count)) {
        wrong++;
        fail_connection(c, !c->outstanding                  ? "bytes that nobody asked for"
                               : count > c->sent - c->received ? "more bytes than were sent"
                                                               : "a reply with another number");
        return false;
    }
    c->received += count;
    if (c->received < plan.payload) {
        return false;
    }
    c->outstanding = false;
    outstanding--;
    verified++;
    return true;
}

/* Handles one event. True when it completed a reply. */
static bool on_event(struct connection *c, uint32_t events) {
    if ((events & EPOLLOUT) != 0 && c->writing) {
        send_rest(c);
        if (c->fd < 0) {
            return false;
        }
    }
    return (events & ~(uint32_t)EPOLLOUT) != 0 && read_reply(c);
}

/* ---- loops over all ---- */

static int wait_for_events(struct epoll_event *events, int64_t now, int64_t deadline) {
    int64_t left = deadline - now;
    int timeout = left <= 0 ? 0 : (int)((left + 999999) / 1000000);
    int n = epoll_wait(epoll_fd, events, MAX_EVENTS, timeout);
    if (n < 0 && errno != EINTR) {
        die("epoll_wait");
    }
    return n < 0 ? 0 : n;
}

/* The measured loop: each reply is followed by the connection's next message. One clock reading serves as the end of
   the one and the beginning of the other. */
static void exchange_until(int64_t deadline) {
    static struct epoll_event events[MAX_EVENTS];
    int64_t now = now_nanos();
    while (now < deadline && outstanding > 0) {
        int n = wait_for_events(events, now, deadline);
        bool clock_read = false;
        for (int i = 0; i < n; i++) {
            struct connection *c = &connections[events[i].data.u32];
            if (on_event(c, events[i].events)) {
                now = now_nanos();
                clock_read = true;
                record(now - c->sent_at);
                measured++;
                send_message(c, now);
            }
        }
        if (!clock_read) {
            now = now_nanos();
        }
    }
}

/* Waits for the replies under way. A connection that does not answer in time has failed. */
static void drain(void) {
    static struct epoll_event events[MAX_EVENTS];
    int64_t deadline = now_nanos() + PATIENCE_SECONDS * NANOS;
    int64_t now;
    while (outstanding > 0 && (now = now_nanos()) < deadline) {
        int n = wait_for_events(events, now, deadline);
        for (int i = 0; i < n; i++) {
            on_event(&connections[events[i].data.u32], events[i].events);
        }
    }
    for (uint32_t i = 0; i < plan.connections && outstanding > 0; i++) {
        if (connections[i].outstanding) {
            fail_connection(&connections[i], "no reply in time");
        }
    }
}

/* One message there and back on each of these. */
static void greet(uint32_t from, uint32_t to) {
    int64_t now = now_nanos();
    for (uint32_t i = from; i < to; i++) {
        if (connections[i].fd >= 0) {
            send_message(&connections[i], now);
        }
    }
    drain();
}

static void greet_all(void) {
    for (uint32_t from = 0; from < plan.connections; from += GREETED_AT_ONCE) {
        uint32_t left = plan.connections - from;
        greet(from, from + (left < GREETED_AT_ONCE ? left : GREETED_AT_ONCE));
    }
}

/* ---- opening ---- */

static void set_option(int fd, int level, int name, const void *value, socklen_t length, const char *what) {
    if (setsockopt(fd, level, name, value, length) != 0) {
        die(what);
    }
}

/* Binds to one of several loopback addresses; connect chooses the port, because it knows the target and so may share
   one. */
static void bind_source(int fd, uint32_t index) {
    uint32_t sources = LEAST_SOURCES + plan.connections / CONNECTIONS_PER_SOURCE;
    if (sources > MOST_SOURCES) {
        sources = MOST_SOURCES;
    }
    int one = 1;
    set_option(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one, "setsockopt(IP_BIND_ADDRESS_NO_PORT)");
    struct sockaddr_in source = {.sin_family = AF_INET};
    source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + index % sources);
    if (bind(fd, (struct sockaddr *)&source, sizeof source) != 0) {
        die("bind to a source address");
    }
}

static bool is_loopback(const struct sockaddr *address) {
    return address->sa_family == AF_INET
           && ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

static void open_connection(uint32_t index, const struct addrinfo *target) {
    int fd = socket(target->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        die("socket");
    }
    int one = 1;
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    struct timeval patience = {.tv_sec = PATIENCE_SECONDS}; /* bounds connect, too */
    set_option(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one, "setsockopt(TCP_NODELAY)");
    set_option(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset, "setsockopt(SO_LINGER)");
    set_option(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience, "setsockopt(SO_SNDTIMEO)");
    if (is_loopback(target->ai_addr)) {
        bind_source(fd, index);
    }
    if (connect(fd, target->ai_addr, target->ai_addrlen) != 0) {
        int error = errno == EINPROGRESS ? ETIMEDOUT : errno;
        fprintf(stderr, "epoll_driver: connection %" PRIu32 " to %s: %s\n", index, plan.target, strerror(error));
        exit(EXIT_INTERNAL);
    }
    int flags = fcntl(fd, F_GETFL);
    struct epoll_event event = {.events = EDGES, .data = {.u32 = index}};
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0
            || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) {
        die("a new connection");
    }
    connections[index].fd = fd;
}

/* Opens all, and greets them group by group, so that the server's backlog never overflows. */
static void open_all(const struct addrinfo *target) {
    uint32_t greeted = 0;
    for (uint32_t i = 0; i < plan.connections; i++) {
        open_connection(i, target);
        if (i + 1 - greeted == GREETED_AT_ONCE || i + 1 == plan.connections) {
            greet(greeted, i + 1);
            greeted = i + 1;
        }
    }
}

static struct addrinfo *resolve(const char *target) {
    char host[NI_MAXHOST];
    const char *colon = strrchr(target, ':');
    size_t length = colon == NULL ? 0 : (size_t)(colon - target);
    if (length > 1 && target[0] == '[' && target[length - 1] == ']') { /* [::1]:7 */
        target++;
        length -= 2;
    }
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *address = NULL;
    int error = EAI_NONAME;
    if (length > 0 && length < sizeof host) {
        memcpy(host, target, length);
        host[length] = '\0';
        error = getaddrinfo(host, colon + 1, &hints, &address);
    }
    if (error != 0) {
        fprintf(stderr, "epoll_driver: %s is not HOST:PORT: %s\n", plan.target, gai_strerror(error));
        exit(EXIT_USAGE);
    }
    return address;
}

static void raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        die("getrlimit(RLIMIT_NOFILE)");
    }
    rlim_t needed = (rlim_t)plan.connections + 16;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = limit.rlim_max < needed ? limit.rlim_max : needed;
        if (limit.rlim_cur < needed || setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            fprintf(stderr,
                    "epoll_driver: %" PRIu32 " connections need %ju descriptors; "
                    "RLIMIT_NOFILE is %ju (try: ulimit -n %ju)\n",
                    plan.connections, (uintmax_t)needed, (uintmax_t)limit.rlim_max, (uintmax_t)needed);
            exit(EXIT_USAGE);
        }
    }
}

/* ---- choosing the active ones ---- */

/* splitmix64 by Sebastiano Vigna, public domain */
static uint64_t random_bits(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The first steps of a Fisher-Yates shuffle: each set of A connections is as likely as another. Descriptors rise with
   the index, so they are random over these as well. */
static void choose_active(void) {
    active = malloc(plan.connections * sizeof *active);
    if (active == NULL) {
        die("malloc");
    }
    for (uint32_t i = 0; i < plan.connections; i++) {
        active[i] = i;
    }
    uint64_t state = plan.seed;
    for (uint32_t i = 0; i < plan.active; i++) {
        uint32_t j = i + (uint32_t)(random_bits(&state) % (plan.connections - i));
        uint32_t chosen = active[j];
        active[j] = active[i];
        active[i] = chosen;
    }
}

/* ---- the measurement ---- */

struct reading {
    int64_t wall, driver_cpu, server_cpu;
    uint64_t messages;
};

static struct reading take_reading(void) {
    return (struct reading){.wall = now_nanos(),
                            .driver_cpu = clock_nanos(CLOCK_THREAD_CPUTIME_ID),
                            .server_cpu = plan.pid == 0 ? -1 : clock_nanos(server_clock),
                            .messages = measured};
}

/* What was done between two readings, as members of a JSON object. */
static void print_difference(const struct reading *from, const struct reading *to) {
    printf("\"messages\":%" PRIu64 ",\"wallNanos\":%" PRId64 ",\"driverCpuNanos\":%" PRId64,
           to->messages - from->messages, to->wall - from->wall, to->driver_cpu - from->driver_cpu);
    if (from->server_cpu >= 0 && to->server_cpu >= 0) {
        printf(",\"serverCpuNanos\":%" PRId64, to->server_cpu - from->server_cpu);
    }
}

static void end_line(void) {
    if (puts("}") == EOF || fflush(stdout) != 0) {
        die("standard output");
    }
}

/* Measures slice after slice on a fixed raster of times; prints each, and returns what is to be said of all. */
static void measure(struct reading *first, struct reading *last) {
    int64_t slice_nanos = plan.slice_millis * 1000000;
    *first = take_reading();
    *last = *first;
    int64_t end = first->wall + (int64_t)(plan.seconds * (double)NANOS);
    int64_t slice_end = first->wall;
    for (int slice = 0; last->wall < end && outstanding > 0; slice++) {
        while (slice_end <= last->wall) {
            slice_end += slice_nanos;
        }
        exchange_until(slice_end < end ? slice_end : end);
        struct reading now = take_reading();
        printf("{\"slice\":%d,", slice);
        print_difference(last, &now);
        end_line();
        *last = now;
    }
}

/* The whole course once all connections are open. Returns the exit status. */
static int drive(void) {
    struct reading first;
    struct reading last;
    int64_t now = now_nanos();
    for (uint32_t i = 0; i < plan.active; i++) {
        if (connections[active[i]].fd >= 0) {
            send_message(&connections[active[i]], now_nanos());
        }
    }
    exchange_until(now + (int64_t)(plan.warmup * (double)NANOS));
    forget_measurements();
    measure(&first, &last);
    drain();
    greet_all(); /* the idle ones have to be alive still */

    uint64_t lost = sent - verified;
    printf("{\"total\":true,\"connections\":%" PRIu32 ",\"active\":%" PRIu32 ",\"payloadBytes\":%" PRIu32
           ",\"seed\":%" PRIu64 ",",
           plan.connections, plan.active, plan.payload, plan.seed);
    print_difference(&first, &last);
    printf(",\"p50Nanos\":%" PRId64 ",\"p99Nanos\":%" PRId64 ",\"maxNanos\":%" PRId64, quantile(0.50), quantile(0.99),
           highest);
    printf(",\"sent\":%" PRIu64 ",\"verified\":%" PRIu64 ",\"lost\":%" PRIu64 ",\"wrong\":%" PRIu64
           ",\"failed\":%" PRIu32,
           sent, verified, lost, wrong, failed);
    end_line();
    return lost == 0 && failed == 0 ? 0 : EXIT_INVALID;
}

static void *idle(void *unused) {
    (void)unused;
    for (;;) {
        pause();
    }
    return NULL;
}

/* ---- the command line ---- */

static void usage(FILE *out) {
    fputs("usage: epoll_driver HOST:PORT --connections N --active A --payload P --seconds S\n"
          "                    [--warmup W] [--seed X] [--slice-ms 250] [--pid SERVER] [--second-thread]\n",
          out);
}

static double number(const char *name, const char *text, double least, double most) {
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !(value >= least && value <= most)) {
        fprintf(stderr, "epoll_driver: --%s %s is not a number from %.15g to %.15g\n", name, text, least, most);
        exit(EXIT_USAGE);
    }
    return value;
}

static uint64_t whole(const char *name, const char *text, uint64_t least, uint64_t most) {
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value < least || value > most) {
        fprintf(stderr, "epoll_driver: --%s %s is not a whole number from %" PRIu64 " to %" PRIu64 "\n", name, text,
                least, most);
        exit(EXIT_USAGE);
    }
    return value;
}

static void read_command_line(int argc, char **argv) {
    enum { CONNECTIONS = 1, ACTIVE, PAYLOAD, SECONDS, WARMUP, SEED, SLICE, PID, SECOND_THREAD, HELP };
    static const struct option options[] = {
        {"connections", required_argument, NULL, CONNECTIONS},
        {"active", required_argument, NULL, ACTIVE},
        {"payload", required_argument, NULL, PAYLOAD},
        {"seconds", required_argument, NULL, SECONDS},
        {"warmup", required_argument, NULL, WARMUP},
        {"seed", required_argument, NULL, SEED},
        {"slice-ms", required_argument, NULL, SLICE},
        {"pid", required_argument, NULL, PID},
        {"second-thread", no_argument, NULL, SECOND_THREAD},
        {"help", no_argument, NULL, HELP},
        {NULL, 0, NULL, 0},
    };
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case CONNECTIONS:
            plan.connections = (uint32_t)whole("connections", optarg, 1, 1000000);
            break;
        case ACTIVE:
            plan.active = (uint32_t)whole("active", optarg, 1, 1000000);
            break;
        case PAYLOAD:
            plan.payload = (uint32_t)whole("payload", optarg, 1, MOST_PAYLOAD);
            break;
        case SECONDS:
            plan.seconds = number("seconds", optarg, 0.001, 86400);
            break;
        case WARMUP:
            plan.warmup = number("warmup", optarg, 0, 86400);
            break;
        case SEED:
            plan.seed = whole("seed", optarg, 0, UINT64_MAX);
            break;
        case SLICE:
            plan.slice_millis = (int64_t)whole("slice-ms", optarg, 1, 86400000);
            break;
        case PID:
            plan.pid = (pid_t)whole("pid", optarg, 1, INT32_MAX);
            break;
        case SECOND_THREAD:
            plan.second_thread = true;
            break;
        case HELP:
            usage(stdout);
            exit(0);
        default:
            usage(stderr);
            exit(EXIT_USAGE);
        }
    }
    if (optind + 1 != argc || plan.connections == 0 || plan.active == 0 || plan.payload == 0 || plan.seconds <= 0) {
        usage(stderr);
        exit(EXIT_USAGE);
    }
    if (plan.active > plan.connections) {
        fprintf(stderr, "epoll_driver: active %" PRIu32 " > connections %" PRIu32 "\n", plan.active, plan.connections);
        exit(EXIT_USAGE);
    }
    plan.target = argv[optind];
}

/* A process's CPU clock by its id, read with one call: the kernel's number for it is (~pid << 3) | 2. */
static void find_server_clock(void) {
    int error = plan.pid == 0 ? 0 : clock_getcpuclockid(plan.pid, &server_clock);
    if (error != 0) {
        fprintf(stderr, "epoll_driver: --pid %d: %s\n", (int)plan.pid, strerror(error));
        exit(EXIT_USAGE);
    }
}

int main(int argc, char **argv) {
    read_command_line(argc, argv);
    find_server_clock();
    raise_descriptor_limit();
    struct addrinfo *target = resolve(plan.target);

    header_bytes = plan.payload < HEADER_BYTES ? plan.payload : HEADER_BYTES;
    reply_bytes = plan.payload < 65536 ? 65536 : plan.payload + 1;
    message = malloc(plan.payload);
    reply = malloc(reply_bytes);
    connections = calloc(plan.connections, sizeof *connections);
    if (message == NULL || reply == NULL || connections == NULL) {
        die("malloc");
    }
    memset(message, 'e', plan.payload);
    choose_active();
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_fd < 0) {
        die("epoll_create1");
    }
    if (plan.second_thread) {
        pthread_t thread;
        int error = pthread_create(&thread, NULL, idle, NULL);
        if (error != 0) {
            errno = error;
            die("pthread_create");
        }
        pthread_detach(thread);
    }

    open_all(target);
    freeaddrinfo(target);
    int status = drive();

    for (uint32_t i = 0; i < plan.connections; i++) {
        if (connections[i].fd >= 0) {
            close(connections[i].fd);
        }
    }
    close(epoll_fd);
    free(active);
    free(connections);
    free(message);
    free(reply);
    return status;
}
