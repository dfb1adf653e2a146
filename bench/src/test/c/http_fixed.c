/*
 * README: http_fixed.c is an HTTP server that takes every request to be of BYTES bytes and answers each with a fixed reply of
 * BYTES bytes: the server for an HTTP load tool where ours has an echo server, with the same work for the same bytes.
 * Compile: gcc -O2 -Wall -Wextra -pthread -o http_fixed http_fixed.c
 *
 * usage: http_fixed BYTES        (64 or more)
 *
 * The first line of output is "listening 127.0.0.1:PORT http-fixed". It serves until SIGTERM. One thread on one epoll
 * descriptor, level-triggered, one read and one write for an ordinary request, like echo_epoll; with an idle second thread, as
 * in a JVM. A request that does not begin with "GET /" where one must begin ends it with exit status 12: then requests have another
 * length. 64 when the argument is wrong, 70 when the system refuses something.
 */
#define _GNU_SOURCE /* accept4 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096, MAX_EVENTS = 1024, MOST_DESCRIPTORS = 65536, BUFFER = 8192, MOST_BYTES = 4096,
       EXIT_INVALID = 12, EXIT_USAGE = 64, EXIT_INTERNAL = 70 };

static size_t bytes;
static char reply[BUFFER + MOST_BYTES]; /* the same reply over and over: one write answers all that one read brought */
static char buffer[BUFFER];
/* By descriptor: bytes of the current request that are here, and bytes of replies that wait for room. */
static size_t part[MOST_DESCRIPTORS];
static size_t unsent[MOST_DESCRIPTORS];
static int epoll_fd;

static void die(const char *what) {
    fprintf(stderr, "http_fixed: %s: %s\n", what, strerror(errno));
    exit(EXIT_INTERNAL);
}

static void *idle(void *unused) {
    (void)unused;
    for (;;) {
        pause();
    }
    return NULL;
}

static void watch(int operation, int fd, uint32_t interest) {
    struct epoll_event event = {.events = interest, .data = {.fd = fd}};
    if (epoll_ctl(epoll_fd, operation, fd, &event) != 0) {
        die("epoll_ctl");
    }
}

/* What is unsent always ends with a whole reply, so its beginning in the repeated text follows from its length. */
static void answer(int fd, int waited) {
    while (unsent[fd] > 0) {
        size_t begin = (bytes - unsent[fd] % bytes) % bytes;
        size_t length = unsent[fd] < BUFFER ? unsent[fd] : BUFFER - begin;
        ssize_t taken = send(fd, reply + begin, length, MSG_NOSIGNAL);
        if (taken < 0) {
            if (errno == EAGAIN && !waited) {
                watch(EPOLL_CTL_MOD, fd, EPOLLOUT);
            } else if (errno != EAGAIN) {
                close(fd);
            }
            return;
        }
        unsent[fd] -= (size_t)taken;
    }
    if (waited) {
        watch(EPOLL_CTL_MOD, fd, EPOLLIN);
    }
}

static void take(int fd) {
    ssize_t r = recv(fd, buffer, sizeof buffer, 0);
    if (r <= 0) {
        if (r == 0 || errno != EAGAIN) {
            close(fd);
        }
        return;
    }
    for (size_t at = (bytes - part[fd]) % bytes; at + 5 <= (size_t)r; at += bytes) {
        if (memcmp(buffer + at, "GET /", 5) != 0) {
            fprintf(stderr, "http_fixed: a request is not %zu bytes long\n", bytes);
            exit(EXIT_INVALID);
        }
    }
    part[fd] += (size_t)r;
    unsent[fd] += part[fd] / bytes * bytes;
    part[fd] %= bytes;
    answer(fd, 0);
}

static void accept_all(int listener) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        int one = 1;
        if (fd >= MOST_DESCRIPTORS || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0) {
            die("a new connection");
        }
        part[fd] = 0;
        unsent[fd] = 0;
        watch(EPOLL_CTL_ADD, fd, EPOLLIN);
    }
    if (errno != EAGAIN && errno != ECONNABORTED) {
        die("accept4");
    }
}

int main(int argc, char **argv) {
    bytes = argc == 2 ? (size_t)atol(argv[1]) : 0;
    if (bytes < 64 || bytes > MOST_BYTES) {
        fprintf(stderr, "usage: http_fixed BYTES (64 to %d)\n", MOST_BYTES);
        return EXIT_USAGE;
    }
    char head[128];
    size_t body = bytes;
    int length = 0;
    do { /* the length of the length counts too */
        body--;
        length = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", body);
    } while ((size_t)length + body > bytes);
    if ((size_t)length + body != bytes) {
        fprintf(stderr, "http_fixed: no reply is %zu bytes long\n", bytes);
        return EXIT_USAGE;
    }
    for (size_t at = 0; at < sizeof reply; at++) {
        reply[at] = at % bytes < (size_t)length ? head[at % bytes] : 'x';
    }

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    pthread_t second;
    if (listener < 0 || epoll_fd < 0 || bind(listener, (struct sockaddr *)&address, size) != 0
            || listen(listener, BACKLOG) != 0 || getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        die("start");
    }
    int error = pthread_create(&second, NULL, idle, NULL);
    if (error != 0) {
        errno = error;
        die("pthread_create");
    }
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);
    printf("listening 127.0.0.1:%u http-fixed\n", ntohs(address.sin_port));
    if (fflush(stdout) != 0) {
        die("standard output");
    }
    struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int n = epoll_wait(epoll_fd, events, MAX_EVENTS, -1);
        if (n < 0 && errno != EINTR) {
            die("epoll_wait");
        }
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                accept_all(listener);
            } else if (events[i].events & EPOLLOUT) {
                answer(fd, 1);
            } else {
                take(fd);
            }
        }
    }
}
