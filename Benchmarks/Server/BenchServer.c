#define _GNU_SOURCE
#include "BenchServer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { room = 64 * 1024, body_size = 300 };

typedef struct {
  int descriptor;
  size_t count;
  char bytes[room];
} client;

/// Shared by parent and child.
static _Atomic uint64_t *answered;

static size_t write_answer(char *out, uint64_t number) {
  char body[body_size + 1];
  int used = snprintf(
      body, sizeof body,
      "{\"sid\":\"SM%032llu\",\"status\":\"queued\",\"error_code\":null,\"fill\":\"",
      (unsigned long long)number);
  memset(body + used, 'x', body_size - (size_t)used);
  memcpy(body + body_size - 2, "\"}", 2);
  int head = sprintf(
      out,
      "HTTP/1.1 201 Created\r\nServer: bench\r\nDate: Sat, 21 Nov 2026 08:00:00 GMT\r\n"
      "Content-Type: application/json\r\nContent-Length: %d\r\nConnection: keep-alive\r\n\r\n",
      (int)body_size);
  memcpy(out + head, body, body_size);
  return (size_t)head + body_size;
}

/// The size of the first request in `bytes`, or 0 when it is not there wholly.
static size_t request_size(const char *bytes, size_t count) {
  const char *end = memmem(bytes, count, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = (size_t)(end - bytes) + 4, body = 0;
  for (const char *line = bytes; line < end;) {
    if (strncasecmp(line, "content-length:", 15) == 0) body = strtoul(line + 15, NULL, 10);
    line = (const char *)memchr(line, '\n', head - (size_t)(line - bytes)) + 1;
  }
  return count >= head + body ? head + body : 0;
}

static int answer_all(client *client) {
  size_t size;
  while ((size = request_size(client->bytes, client->count))) {
    char out[1024];
    size_t length = write_answer(out, atomic_fetch_add(answered, 1) + 1);
    if (send(client->descriptor, out, length, MSG_NOSIGNAL) != (ssize_t)length) return -1;
    memmove(client->bytes, client->bytes + size, client->count - size);
    client->count -= size;
  }
  return 0;
}

static int serve(client *client) {
  ssize_t got = recv(
      client->descriptor, client->bytes + client->count, room - client->count, 0);
  if (got <= 0) return -1;
  client->count += (size_t)got;
  return answer_all(client);
}

static void welcome(int epoll, int listener) {
  int descriptor;
  while ((descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    client *new = calloc(1, sizeof *new);
    new->descriptor = descriptor;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = new};
    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
  }
}

static void run(int listener) {
  int epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[256];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int count = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < count; i++) {
      client *client = events[i].data.ptr;
      if (!client) {
        welcome(epoll, listener);
      } else if (serve(client)) {
        close(client->descriptor);
        free(client);
      }
    }
  }
}

pid_t bench_server_start(uint16_t *port) {
  answered = mmap(
      NULL, sizeof *answered, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (answered == MAP_FAILED) return -1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024) ||
      getsockname(listener, (struct sockaddr *)&address, &length)) {
    return -1;
  }
  *port = ntohs(address.sin_port);
  pid_t child = fork();
  if (child) {
    close(listener);
    return child;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  run(listener);
  _exit(0);
}

uint64_t bench_server_answered(void) { return answered ? atomic_load(answered) : 0; }

uint64_t bench_server_cpu_us(pid_t server) {
  clockid_t clock;
  struct timespec time;
  if (clock_getcpuclockid(server, &clock) || clock_gettime(clock, &time)) return 0;
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

void bench_server_stop(pid_t server) {
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
}
