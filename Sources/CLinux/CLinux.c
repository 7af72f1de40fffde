#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

int linux_timer_make(void) {
  int timer = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  return timer < 0 ? -errno : timer;
}

int linux_timer_set(int timer, int64_t milliseconds) {
  // The furthest instant stands for "never": a disarmed timer would not notice a clock being set.
  struct itimerspec when = {.it_value = {.tv_sec = INT64_MAX / 1000000000 - 1}};
  if (milliseconds >= 0 && milliseconds / 1000 < when.it_value.tv_sec) {
    when.it_value.tv_sec = milliseconds / 1000;
    when.it_value.tv_nsec = milliseconds % 1000 * 1000000;
    if (milliseconds == 0) when.it_value.tv_nsec = 1;  // all zero would disarm it
  }
  int result = timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
  return result < 0 ? -errno : 0;
}

int linux_event_make(void) {
  int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return event < 0 ? -errno : event;
}

int linux_event_signal(int event) {
  uint64_t one = 1;
  // EAGAIN: the counter is full, so the sleeper wakes anyway.
  return write(event, &one, sizeof one) < 0 && errno != EAGAIN ? -errno : 0;
}

int linux_wait(int timer, int event, int64_t at_most_milliseconds) {
  struct pollfd both[2] = {{.fd = timer, .events = POLLIN}, {.fd = event, .events = POLLIN}};
  int limit = at_most_milliseconds < 0         ? -1
              : at_most_milliseconds > INT_MAX ? INT_MAX
                                               : (int)at_most_milliseconds;
  if (poll(both, 2, limit) < 0) return errno == EINTR ? 0 : -errno;
  int happened = 0;
  uint64_t count;
  if (both[0].revents) {
    if (read(timer, &count, sizeof count) > 0) happened |= linux_timer_rang;
    else if (errno == ECANCELED) happened |= linux_clock_was_set;
  }
  if (both[1].revents && read(event, &count, sizeof count) > 0) happened |= linux_event_signalled;
  return happened;
}

bool linux_clock_is_kept(void) {
  struct timex state = {.modes = 0};
  int answer = adjtimex(&state);
  return answer >= 0 && answer != TIME_ERROR && !(state.status & STA_UNSYNC);
}

static int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t linux_realtime(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
int64_t linux_boottime(void) { return nanoseconds(CLOCK_BOOTTIME); }
int64_t linux_monotonic_microseconds(void) { return nanoseconds(CLOCK_MONOTONIC) / 1000; }

bool linux_group_id(const char *name, uint32_t *group) {
  char buffer[16384];
  struct group entry, *found = NULL;
  if (getgrnam_r(name, &entry, buffer, sizeof buffer, &found) != 0 || found == NULL) return false;
  *group = found->gr_gid;
  return true;
}
