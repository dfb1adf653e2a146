// What a wait call costs in C: the counterpart of org.echoscale.bench.waits, for `echoscale waits --against-c`.
//
//   gcc -O2 -pthread -o wait_cost wait_cost.c
//   wait_cost KIND COUNT CPU        tcp, pipe or eventfd; how many descriptors; the CPU to be pinned to, -1 for none
//
// It opens the descriptors, prints "ready COUNT", and answers each line "slice MECHANISM MODE DESCRIPTORS READY NANOS START"
// with "measured CALLS NANOS CPUNANOS" or "failed WHY". It ends with its input. docs/waits.md describes all of it.
//
// An idle second thread is always there: with one thread alone the kernel takes no reference of a descriptor while it looks
// at it, which spares C what every JVM pays.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// The same numbers as in Wakeable, ReadyPlan and Armed.
#define OWN_DESCRIPTORS 200
#define FIRST 256
#define GOLDEN 0.6180339887498949
#define MOST_SETS 1024
#define MOST_ENTRIES 65536
#define BATCH_NANOS 1000000L
#define LARGEST_BATCH 100000L
#define FEWEST_BATCHES 5
#define PATIENCE_NANOS 10000000000L
#define CONNECTIONS_A_SOURCE 5000

enum mechanism { SELECT_BITMAP, POLL, EPOLL_LT, EPOLL_ET, MECHANISMS };
enum mode { CALL, BLOCKING, BLOCKING_LAST, ITERATION, MODES };
static const char *const mechanism_words[] = {"select-bitmap", "poll", "epoll-lt", "epoll-et"};
static const char *const mode_words[] = {"call", "blocking", "blocking-last", "iteration"};

static int size;
static int *fds;    // what is waited for
static int *wakers; // what makes it ready; -1 where a helper process has the other end

static void die(const char *what) {
    fprintf(stderr, "wait_cost: %s: %s\n", what, strerror(errno));
    exit(70);
}

static int checked(int result, const char *what) {
    if (result < 0) {
        die(what);
    }
    return result;
}

static long nanos(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void signal_fd(int fd) {
    uint64_t one = 1;
    if (write(fd, &one, sizeof one) < 0) {
        die("write");
    }
}

static void drain(int fd) {
    uint64_t value;
    if (read(fd, &value, sizeof value) < 0) {
        die("read");
    }
}

// ---- opening ----

static int listener(struct sockaddr_in *address) {
    socklen_t length = sizeof *address;
    int fd = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    checked(bind(fd, (struct sockaddr *) address, sizeof *address), "bind");
    checked(listen(fd, 4096), "listen");
    checked(getsockname(fd, (struct sockaddr *) address, &length), "getsockname");
    return fd;
}

static void reset_on_close(int fd) {
    struct linger at_once = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

// The helper process: connections that nobody talks on.
static void hold(struct sockaddr_in *address, int count) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); // SO_LINGER resets its connections, whatever ends it
    for (int i = 0; i < count; i++) {
        struct sockaddr_in source = {.sin_family = AF_INET};
        int one = 1;
        int fd = checked(socket(AF_INET, SOCK_STREAM, 0), "socket");
        source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + i / CONNECTIONS_A_SOURCE);
        setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
        checked(bind(fd, (struct sockaddr *) &source, sizeof source), "bind");
        checked(connect(fd, (struct sockaddr *) address, sizeof *address), "connect");
        reset_on_close(fd);
    }
    for (;;) {
        pause();
    }
}

static void open_sockets(long open_files) {
    struct sockaddr_in here_address;
    struct sockaddr_in elsewhere_address;
    int here = listener(&here_address);
    int elsewhere = listener(&elsewhere_address);
    char *is_here = calloc(size, 1);
    long room = open_files - OWN_DESCRIPTORS - size;
    int others = 0;
    if (room >= size) {
        memset(is_here, 1, size);
    } else {
        long first = room / 2 < FIRST ? room / 2 : FIRST;
        long spread = room - first;
        if (room < 64) {
            errno = EMFILE;
            die("sockets");
        }
        memset(is_here, 1, first);
        for (long i = 0; i < spread; i++) {
            is_here[first + (i * (size - first) + (size - first) / 2) / spread] = 1;
        }
    }
    for (int i = 0; i < size; i++) {
        others += !is_here[i];
    }
    if (others > 0 && checked(fork(), "fork") == 0) {
        hold(&elsewhere_address, others);
    }
    for (int i = 0; i < size; i++) {
        int one = 1;
        wakers[i] = -1;
        if (is_here[i]) {
            wakers[i] = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
            setsockopt(wakers[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            checked(connect(wakers[i], (struct sockaddr *) &here_address, sizeof here_address), "connect");
            reset_on_close(wakers[i]);
        }
        fds[i] = checked(accept4(is_here[i] ? here : elsewhere, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), "accept");
        reset_on_close(fds[i]);
    }
    close(here);
    close(elsewhere);
    free(is_here);
}

static void open_all(const char *kind) {
    struct rlimit limit;
    fds = calloc(size, sizeof *fds);
    wakers = calloc(size, sizeof *wakers);
    getrlimit(RLIMIT_NOFILE, &limit);
    if (strcmp(kind, "tcp") == 0) {
        open_sockets((long) limit.rlim_cur);
        return;
    }
    for (int i = 0; i < size; i++) {
        if (strcmp(kind, "pipe") == 0) {
            int ends[2];
            checked(pipe2(ends, O_NONBLOCK | O_CLOEXEC), "pipe2");
            fds[i] = ends[0];
            wakers[i] = ends[1];
        } else {
            fds[i] = wakers[i] = checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd");
        }
    }
}

// ---- which are ready: ReadyPlan ----

struct plan {
    int ready;
    int sets;
    int *entries;
};

static int nearest(const int *places, int count, int descriptor) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (places[middle] < descriptor) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int make_plan(struct plan *plan, int descriptors, int ready, double start, int last) {
    int *places = calloc(descriptors, sizeof *places);
    int count = 0;
    for (int i = 0; i < descriptors; i++) {
        if (wakers[i] >= 0) {
            places[count++] = i;
        }
    }
    if (count < ready) {
        free(places);
        return -1;
    }
    plan->ready = ready;
    plan->sets = MOST_ENTRIES / ready;
    plan->sets = plan->sets < 1 ? 1 : plan->sets > MOST_SETS ? MOST_SETS : plan->sets;
    if (last || ready == count) {
        plan->sets = 1;
    }
    plan->entries = calloc((size_t) plan->sets * ready, sizeof *plan->entries);
    for (int set = 0; set < plan->sets; set++) {
        double at = start + set * GOLDEN;
        int base = nearest(places, count, (int) ((at - (double) (long) at) * descriptors));
        for (int k = 0; k < ready; k++) {
            int from = last ? count - ready : base;
            int step = last ? k : (int) ((long) k * count / ready);
            plan->entries[set * ready + k] = places[(from + step) % count];
        }
    }
    free(places);
    return 0;
}

// ---- the mechanisms, armed for the first so many descriptors ----

struct waiter {
    enum mechanism mechanism;
    int count;
    int found;
    // select
    int n;
    int words;
    uint64_t *interest;
    uint64_t *result;
    // poll
    struct pollfd *polled;
    // epoll
    int epoll;
    struct epoll_event *events;
};

static void arm(struct waiter *w, enum mechanism mechanism, int count) {
    memset(w, 0, sizeof *w);
    w->mechanism = mechanism;
    w->count = count;
    w->epoll = -1;
    switch (mechanism) {
    case SELECT_BITMAP:
        for (int i = 0; i < count; i++) {
            w->n = fds[i] >= w->n ? fds[i] + 1 : w->n;
        }
        w->words = (w->n + 63) / 64;
        w->interest = calloc(w->words, 8);
        w->result = calloc(w->words, 8);
        for (int i = 0; i < count; i++) {
            w->interest[fds[i] / 64] |= (uint64_t) 1 << fds[i] % 64;
        }
        break;
    case POLL:
        w->polled = calloc(count, sizeof *w->polled);
        for (int i = 0; i < count; i++) {
            w->polled[i].fd = fds[i];
            w->polled[i].events = POLLIN;
        }
        break;
    default:
        w->epoll = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
        w->events = calloc(count, sizeof *w->events);
        for (int i = 0; i < count; i++) {
            struct epoll_event event = {.events = EPOLLIN | (mechanism == EPOLL_ET ? EPOLLET : 0), .data.u64 = fds[i]};
            checked(epoll_ctl(w->epoll, EPOLL_CTL_ADD, fds[i], &event), "epoll_ctl");
        }
    }
}

static void disarm(struct waiter *w) {
    free(w->interest);
    free(w->result);
    free(w->polled);
    free(w->events);
    if (w->epoll >= 0) {
        close(w->epoll);
    }
}

static inline int wait_once(struct waiter *w, int timeout) {
    switch (w->mechanism) {
    case SELECT_BITMAP: {
        struct timeval zero = {0, 0};
        memcpy(w->result, w->interest, (size_t) w->words * 8);
        w->found = select(w->n, (fd_set *) w->result, NULL, NULL, timeout == 0 ? &zero : NULL);
        break;
    }
    case POLL:
        w->found = poll(w->polled, w->count, timeout);
        break;
    default:
        w->found = epoll_wait(w->epoll, w->events, w->count, timeout);
    }
    if (w->found < 0) {
        if (errno != EINTR) {
            die(mechanism_words[w->mechanism]);
        }
        w->found = 0;
    }
    return w->found;
}

static inline void consume_found(struct waiter *w) {
    switch (w->mechanism) {
    case SELECT_BITMAP:
        for (int i = 0; i < w->words; i++) {
            for (uint64_t word = w->result[i]; word != 0; word &= word - 1) {
                drain(i * 64 + __builtin_ctzll(word));
            }
        }
        break;
    case POLL:
        for (int i = 0, left = w->found; left > 0; i++) {
            if (w->polled[i].revents != 0) {
                drain(w->polled[i].fd);
                left--;
            }
        }
        break;
    default:
        for (int i = 0; i < w->found; i++) {
            drain((int) w->events[i].data.u64);
        }
    }
}

// ---- a slice: Armed.measure ----

static int *set_of(struct plan *plan, int set) {
    return plan->entries + (size_t) (set % plan->sets) * plan->ready;
}

static int measure(struct waiter *w, struct plan *plan, enum mode mode, long least, long measured[3]) {
    int timeout = mode == CALL ? 0 : -1;
    int set = 0;
    long batch = 1;
    measured[0] = measured[1] = measured[2] = 0;
    for (int batches = -1; batches < FEWEST_BATCHES || measured[1] < least; batches++) {
        if (mode != ITERATION) {
            for (int k = 0; k < plan->ready; k++) {
                signal_fd(wakers[set_of(plan, set)[k]]);
            }
            long begin = nanos(CLOCK_MONOTONIC);
            while (wait_once(w, 0) < plan->ready) {
                if (nanos(CLOCK_MONOTONIC) - begin > PATIENCE_NANOS) {
                    return -1;
                }
            }
        }
        long cpu_before = nanos(CLOCK_THREAD_CPUTIME_ID);
        long before = nanos(CLOCK_MONOTONIC);
        long found = 0;
        for (long i = 0; i < batch; i++) {
            if (mode == ITERATION) {
                int *ready = set_of(plan, set++);
                int all = 0;
                for (int k = 0; k < plan->ready; k++) {
                    signal_fd(wakers[ready[k]]);
                }
                while (all < plan->ready) {
                    all += wait_once(w, timeout);
                    consume_found(w);
                }
                found += all;
            } else {
                found += wait_once(w, timeout);
            }
        }
        long took = nanos(CLOCK_MONOTONIC) - before;
        long cpu_took = nanos(CLOCK_THREAD_CPUTIME_ID) - cpu_before;
        if (mode != ITERATION) {
            for (int k = 0; k < plan->ready; k++) {
                drain(fds[set_of(plan, set)[k]]);
            }
            set++;
        }
        if (found != batch * plan->ready) {
            return -1;
        }
        if (batches >= 0) { // the first batch finds the caches as opening left them
            measured[0] += batch;
            measured[1] += took;
            measured[2] += cpu_took;
        }
        batch = BATCH_NANOS * batch / (took > 0 ? took : 1);
        batch = batch < 1 ? 1 : batch > LARGEST_BATCH ? LARGEST_BATCH : batch;
        set %= plan->sets;
    }
    return 0;
}

static int index_of(const char *word, const char *const *words, int count) {
    for (int i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static void answer(const char *line) {
    char mechanism_word[32];
    char mode_word[32];
    int descriptors;
    int ready;
    long least;
    double start;
    long measured[3];
    struct plan plan;
    struct waiter waiter;
    if (sscanf(line, "slice %31s %31s %d %d %ld %lf", mechanism_word, mode_word, &descriptors, &ready, &least, &start) != 6) {
        printf("failed not a slice\n");
        return;
    }
    int mechanism = index_of(mechanism_word, mechanism_words, MECHANISMS);
    int mode = index_of(mode_word, mode_words, MODES);
    if (mechanism < 0 || mode < 0 || (mechanism == EPOLL_ET && mode != ITERATION)) {
        printf("failed no %s in mode %s here\n", mechanism_word, mode_word);
        return;
    }
    if (descriptors < 1 || descriptors > size || ready < 1
            || make_plan(&plan, descriptors, ready, start, mode == BLOCKING_LAST) < 0) {
        printf("failed no %d ready of %d descriptors here\n", ready, descriptors);
        return;
    }
    arm(&waiter, mechanism, descriptors);
    if (measure(&waiter, &plan, mode, least, measured) < 0) {
        printf("failed what was made ready is not reported as ready\n");
    } else {
        printf("measured %ld %ld %ld\n", measured[0], measured[1], measured[2]);
    }
    disarm(&waiter);
    free(plan.entries);
}

static void *idle(void *nothing) {
    for (;;) {
        pause();
    }
    return nothing;
}

int main(int argc, char **argv) {
    char line[256];
    pthread_t second;
    if (argc != 4 || (size = atoi(argv[2])) < 1
            || (strcmp(argv[1], "tcp") != 0 && strcmp(argv[1], "pipe") != 0 && strcmp(argv[1], "eventfd") != 0)) {
        fprintf(stderr, "usage: wait_cost tcp|pipe|eventfd COUNT CPU\n");
        return 64;
    }
    open_all(argv[1]);
    if (pthread_create(&second, NULL, idle, NULL) != 0) {
        die("pthread_create");
    }
    if (atoi(argv[3]) >= 0) {
        cpu_set_t cpus;
        CPU_ZERO(&cpus);
        CPU_SET(atoi(argv[3]), &cpus);
        checked(sched_setaffinity(0, sizeof cpus, &cpus), "sched_setaffinity");
    }
    printf("ready %d\n", size);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        answer(line);
        fflush(stdout);
    }
    return 0;
}
