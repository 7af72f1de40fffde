#pragma once

#include <stdint.h>
#include <sys/types.h>

/// A loopback HTTP/1.1 server for benchmarks: one process, one thread, epoll, keep-alive. It
/// answers every request with 201 and 300 bytes of JSON like a provider's, whose "sid" is the
/// request's number.

/// Starts the server as a child process that dies with this one; call it before any thread exists.
/// Returns its process id, or -1; the port is put into `port`.
pid_t bench_server_start(uint16_t *port);

/// How many requests it has answered; any time, from any thread.
uint64_t bench_server_answered(void);

/// Its processor time in microseconds, in steps of some milliseconds.
uint64_t bench_server_cpu_us(pid_t server);

/// Ends the child and waits for it.
void bench_server_stop(pid_t server);
