/* What calls cost in C: the same ones as the suite SyscallOverhead makes from Java. Prints a line for each: name, nanoseconds.
 *
 *     system_calls [CALLS]
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static int file;
static volatile long sink; /* so that no call can be left out */

static void call_getppid(void) { sink = getppid(); }
static void call_lseek(void) { sink = lseek(file, 0, SEEK_CUR); }
static void call_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    sink = t.tv_nsec;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

/* The loop around a call through a pointer costs about a nanosecond, which is in the figure. */
static void measure(const char *name, void (*call)(void), long calls)
{
    double best = 1e300;
    for (int round = 0; round < 5; round++) {
        double begin = now();
        for (long i = 0; i < calls; i++)
            call();
        double each = (now() - begin) / calls;
        if (each < best)
            best = each;
    }
    printf("%s %.2f\n", name, best);
}

static void *idle(void *unused)
{
    (void)unused;
    for (;;)
        pause();
    return NULL;
}

int main(int argc, char **argv)
{
    long calls = argc > 1 ? atol(argv[1]) : 1000000;
    pthread_t second; /* a JVM has more than one thread, and then the kernel counts references to a file */
    if (calls < 1 || pthread_create(&second, NULL, idle, NULL) != 0)
        return 64;
    file = memfd_create("echoscale", 0);
    if (file < 0 || lseek(file, 4711, SEEK_SET) != 4711)
        return 70;
    measure("getppid", call_getppid, calls);
    measure("lseek", call_lseek, calls);
    measure("clock", call_clock, calls);
    return 0;
}
