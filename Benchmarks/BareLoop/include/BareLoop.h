#pragma once

#include <stddef.h>
#include <stdint.h>

/// What libcurl can do at most on one thread: multi handle, multi_socket with epoll, easy handles
/// set up once and used again, the same POST over and over.

typedef struct {
  uint64_t answered;
  uint64_t failed;
  double wall_s;
  /// Of the calling thread.
  double cpu_s;
} bare_result;

/// Posts `body` to `url` `requests` times over `connections` connections, `headers` (one a line)
/// with each.
bare_result bare_loop_run(
    const char *url, const char *headers, const void *body, size_t body_size, int connections,
    uint64_t requests, int http2, const char *certificates);
