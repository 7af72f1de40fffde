#pragma once
#include <stdbool.h>
#include <stdint.h>

// Timer and event descriptors and clocks, which Swift's Glibc module does not have. Every function
// that can fail answers a negative errno; every descriptor is closed on exec and never blocks.

/// A timer on CLOCK_REALTIME (timerfd_create(2)).
int linux_timer_make(void);
/// Rings at `milliseconds` since 1970, or never when negative; a clock that is set rings it too.
int linux_timer_set(int timer, int64_t milliseconds);

/// An event counter (eventfd(2)).
int linux_event_make(void);
int linux_event_signal(int event);

enum { linux_timer_rang = 1, linux_clock_was_set = 2, linux_event_signalled = 4 };
/// Sleeps until the timer rings, the clock is set, the event is signalled, or the time is over
/// (poll(2); negative milliseconds: no limit). Answers the sum of what happened, and clears it.
int linux_wait(int timer, int event, int64_t at_most_milliseconds);

/// Whether a time server keeps the clock, as the kernel was told (adjtimex(2)).
bool linux_clock_is_kept(void);

/// CLOCK_REALTIME in milliseconds since 1970.
int64_t linux_realtime(void);
/// CLOCK_BOOTTIME in nanoseconds: never set, and goes on while the machine sleeps.
int64_t linux_boottime(void);
/// CLOCK_MONOTONIC in microseconds, as the service manager counts.
int64_t linux_monotonic_microseconds(void);

/// False where the system has no such group. The members include those listed by name only.
bool linux_group_id(const char *name, uint32_t *group);
