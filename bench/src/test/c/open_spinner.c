/*
 * README: open_spinner.c sends messages to a TCP echo server at times fixed beforehand, and spins for each of them: the
 * measure for how late the Java load generator may send. Compile: gcc -O2 -Wall -Wextra -pthread -o open_spinner open_spinner.c
 *
 * usage: open_spinner ADDRESS:PORT RATE SECONDS [WARMUP] [CONNECTIONS] [BYTES]      (IPv4 only)
 *
 * Message i is due at i / RATE seconds and goes to connection i modulo CONNECTIONS. One thread on one epoll descriptor, with
 * an idle second thread, as in a JVM, so that every call takes a reference on its descriptor in both. It never blocks: it asks
 * for replies until the next message is due. Replies are counted by their bytes.
 *
 * The lateness of a message is the time from when it was due until just before its send(2). The last line of output is JSON:
 * messages sent and answered in the window, its length, and the lateness in nanoseconds: median, 99th percentile, longest.
 *
 * Exit status: 0 when every message was answered, 12 when one was not or could not be sent at once, 64 when the arguments are
 * wrong, 70 when the system refuses something.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_EVENTS = 1024, MOST_BYTES = 65536, EXIT_INVALID = 12, EXIT_USAGE = 64, EXIT_INTERNAL = 70 };

static const int64_t NANOS = 1000000000;
static const int64_t PATIENCE = 3000000000;

static int epoll_fd;
static int *sockets;
static size_t connections = 64;
static size_t bytes = 64;
static unsigned char out[MOST_BYTES];
static unsigned char in[1 << 18];
static uint64_t sent, received_bytes;

static void die(const char *what) {
    fprintf(stderr, "open_spinner: %s: %s\n", what, strerror(errno));
    exit(EXIT_INTERNAL);
}

static int64_t now_nanos(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * NANOS + t.tv_nsec;
}

static void *idle(void *unused) {
    (void)unused;
    for (;;) {
        pause();
    }
    return NULL;
}

static int open_connection(const struct sockaddr_in *server) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    if (fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0
            || setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) != 0
            || connect(fd, (const struct sockaddr *)server, sizeof *server) != 0) {
        die("connect");
    }
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};
    if (fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) != 0
            || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) {
        die("a new connection");
    }
    return fd;
}

/* Asks once, without waiting, and takes what is there. */
static void take_replies(void) {
    struct epoll_event events[MAX_EVENTS];
    int n = epoll_wait(epoll_fd, events, MAX_EVENTS, 0);
    if (n < 0 && errno != EINTR) {
        die("epoll_wait");
    }
    for (int i = 0; i < n; i++) {
        ssize_t r = recv(events[i].data.fd, in, sizeof in, 0);
        if (r == 0 || (r < 0 && errno != EAGAIN)) {
            fprintf(stderr, "open_spinner: a connection was lost\n");
            exit(EXIT_INVALID);
        }
        received_bytes += r > 0 ? (uint64_t)r : 0;
    }
}

/* Sends for so long, and notes how late each message was. Returns how many were due. */
static uint64_t spin(double rate, double seconds, int64_t *lateness) {
    double period = (double)NANOS / rate;
    uint64_t messages = (uint64_t)(seconds * rate + 0.5);
    int64_t start = now_nanos();
    uint64_t next = 0;
    while (next < messages) {
        int64_t now = now_nanos();
        int64_t due = start + (int64_t)((double)next * period);
        if (now >= due) {
            if (lateness != NULL) {
                lateness[next] = now - due;
            }
            if (send(sockets[next % connections], out, bytes, MSG_NOSIGNAL) != (ssize_t)bytes) {
                fprintf(stderr, "open_spinner: a message could not be sent at once\n");
                exit(EXIT_INVALID);
            }
            sent++;
            next++;
        } else {
            take_replies();
        }
    }
    int64_t end = start + (int64_t)((double)messages * period);
    while (now_nanos() < end) {
        take_replies();
    }
    return messages;
}

static void drain(void) {
    int64_t deadline = now_nanos() + PATIENCE;
    while (received_bytes < sent * bytes) {
        if (now_nanos() > deadline) {
            fprintf(stderr, "open_spinner: replies are missing\n");
            exit(EXIT_INVALID);
        }
        take_replies();
    }
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void usage(void) {
    fprintf(stderr, "usage: open_spinner ADDRESS:PORT RATE SECONDS [WARMUP] [CONNECTIONS] [BYTES]\n");
    exit(EXIT_USAGE);
}

int main(int argc, char **argv) {
    if (argc < 4 || argc > 7) {
        usage();
    }
    char *colon = strchr(argv[1], ':');
    struct sockaddr_in server = {.sin_family = AF_INET};
    if (colon == NULL) {
        usage();
    }
    *colon = '\0';
    server.sin_port = htons((uint16_t)atoi(colon + 1));
    double rate = atof(argv[2]);
    double seconds = atof(argv[3]);
    double warmup = argc > 4 ? atof(argv[4]) : 0.2;
    connections = argc > 5 ? (size_t)atol(argv[5]) : connections;
    bytes = argc > 6 ? (size_t)atol(argv[6]) : bytes;
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1 || rate <= 0 || seconds <= 0 || connections == 0
            || bytes == 0 || bytes > MOST_BYTES) {
        usage();
    }

    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    sockets = calloc(connections, sizeof *sockets);
    int64_t *lateness = calloc((size_t)(seconds * rate) + 2, sizeof *lateness);
    if (epoll_fd < 0 || sockets == NULL || lateness == NULL) {
        die("start");
    }
    memset(lateness, 1, ((size_t)(seconds * rate) + 2) * sizeof *lateness); /* touched before it is timed */
    pthread_t second;
    int error = pthread_create(&second, NULL, idle, NULL);
    if (error != 0) {
        errno = error;
        die("pthread_create");
    }
    for (size_t i = 0; i < connections; i++) {
        sockets[i] = open_connection(&server);
    }
    if (warmup > 0) {
        spin(rate, warmup, NULL);
        drain();
    }
    uint64_t answered_before = received_bytes / bytes;
    int64_t begin = now_nanos();
    uint64_t messages = spin(rate, seconds, lateness);
    int64_t nanos = now_nanos() - begin;
    uint64_t answered = received_bytes / bytes - answered_before;
    drain();
    qsort(lateness, messages, sizeof *lateness, compare);
    printf("{\"sent\":%" PRIu64 ",\"answered\":%" PRIu64 ",\"wallNanos\":%" PRId64 ",\"p50Nanos\":%" PRId64
           ",\"p99Nanos\":%" PRId64 ",\"longestNanos\":%" PRId64 "}\n",
           messages, answered, nanos, lateness[messages / 2], lateness[messages * 99 / 100], lateness[messages - 1]);
    return 0;
}
