#include "load.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 512, PATIENCE_MS = 10000 };

static int epoll_fd = -1;

static void control(int operation, struct watch *watch, enum interest interest) {
  struct epoll_event event = {.events = (uint32_t)interest, .data.ptr = watch};
  if (epoll_fd == -1) epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ctl(epoll_fd, operation, watch->fd, &event) == -1) fail("epoll_ctl: %m");
}

void watch_start(struct watch *watch, enum interest interest) {
  control(EPOLL_CTL_ADD, watch, interest);
}

void watch_change(struct watch *watch, enum interest interest) {
  control(EPOLL_CTL_MOD, watch, interest);
}

/*
 * Waits without sleeping. The kernel charges the work of waking a sleeper to the one who writes to it, which would be the proxy: one
 * that is slower than its load would pay for it with every write, and one that isn't never.
 */
static int wait_busily(struct epoll_event *events) {
  uint64_t since = 0;
  for (;;) {
    int count = epoll_wait(epoll_fd, events, BATCH, 0);
    if (count != 0) return count;
    uint64_t now = now_ns();
    if (since == 0) since = now;
    else if (now - since > PATIENCE_MS * 1000000ull) return 0;
  }
}

/* Watches are closed only by their own events, so none in a batch is of a connection that has gone. */
void run_events(bool (*over)(void), const char *waiting_for) {
  struct epoll_event events[BATCH];
  while (!over()) {
    int count = wait_busily(events);
    if (count == -1 && errno != EINTR) fail("epoll_wait: %m");
    if (count == 0) fail("nothing happened for %d s while waiting for %s", PATIENCE_MS / 1000, waiting_for);
    for (int i = 0; i < count; i++) {
      struct watch *watch = events[i].data.ptr;
      watch->on_event(watch);
    }
  }
}

uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

void fail(const char *format, ...) {
  va_list values;
  va_start(values, format);
  vfprintf(stderr, format, values);
  va_end(values);
  fputc('\n', stderr);
  exit(1);
}
