#define _GNU_SOURCE
#include "BareLoop.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  CURLM *multi;
  int epoll;
  double due;
} loop;

typedef struct {
  CURL *handle;
  size_t count;
  char bytes[4096];
} slot;

static double clock_s(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static size_t take(char *bytes, size_t size, size_t count, void *user) {
  slot *slot = user;
  size_t all = size * count;
  if (slot->count + all <= sizeof slot->bytes) {
    memcpy(slot->bytes + slot->count, bytes, all);
    slot->count += all;
  }
  return all;
}

static int on_socket(CURL *handle, curl_socket_t descriptor, int what, void *user, void *known) {
  (void)handle;
  loop *loop = user;
  struct epoll_event event = {.data.fd = descriptor};
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, descriptor, &event);
    return 0;
  }
  if (what & CURL_POLL_IN) event.events |= EPOLLIN;
  if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
  epoll_ctl(loop->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
  if (!known) curl_multi_assign(loop->multi, descriptor, loop);
  return 0;
}

static int on_timer(CURLM *multi, long wait_ms, void *user) {
  (void)multi;
  ((loop *)user)->due = wait_ms < 0 ? -1 : clock_s(CLOCK_MONOTONIC) + (double)wait_ms / 1000;
  return 0;
}

static void turn(loop *loop) {
  struct epoll_event events[128];
  int wait_ms = 1000, running;
  if (loop->due >= 0) {
    double left = (loop->due - clock_s(CLOCK_MONOTONIC)) * 1000;
    wait_ms = left <= 0 ? 0 : left < 1000 ? (int)left + 1 : 1000;
  }
  int count = epoll_wait(loop->epoll, events, 128, wait_ms);
  for (int i = 0; i < count; i++) {
    int what = 0;
    if (events[i].events & (EPOLLIN | EPOLLHUP)) what |= CURL_CSELECT_IN;
    if (events[i].events & EPOLLOUT) what |= CURL_CSELECT_OUT;
    if (events[i].events & EPOLLERR) what |= CURL_CSELECT_ERR;
    curl_multi_socket_action(loop->multi, events[i].data.fd, what, &running);
  }
  if (loop->due >= 0 && clock_s(CLOCK_MONOTONIC) >= loop->due) {
    loop->due = -1;
    curl_multi_socket_action(loop->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

static struct curl_slist *header_list(const char *headers) {
  struct curl_slist *list = NULL;
  char *copy = strdup(headers), *rest = copy, *line;
  while ((line = strsep(&rest, "\n"))) list = curl_slist_append(list, line);
  free(copy);
  return list;
}

bare_result bare_loop_run(
    const char *url, const char *headers, const void *body, size_t body_size, int connections,
    uint64_t requests, int http2, const char *certificates) {
  bare_result result = {0};
  loop loop = {.multi = curl_multi_init(), .epoll = epoll_create1(EPOLL_CLOEXEC), .due = -1};
  curl_multi_setopt(loop.multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(loop.multi, CURLMOPT_SOCKETDATA, &loop);
  curl_multi_setopt(loop.multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(loop.multi, CURLMOPT_TIMERDATA, &loop);
  curl_multi_setopt(loop.multi, CURLMOPT_MAXCONNECTS, (long)connections);
  struct curl_slist *list = header_list(headers);
  slot *slots = calloc((size_t)connections, sizeof *slots);
  double wall = clock_s(CLOCK_MONOTONIC), cpu = clock_s(CLOCK_THREAD_CPUTIME_ID);
  uint64_t begun = 0;
  for (int i = 0; i < connections && begun < requests; i++, begun++) {
    CURL *handle = slots[i].handle = curl_easy_init();
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, (long)body_size);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &slots[i]);
    curl_easy_setopt(handle, CURLOPT_PRIVATE, &slots[i]);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 30000L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(
        handle, CURLOPT_HTTP_VERSION,
        (long)(http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    if (http2) curl_easy_setopt(handle, CURLOPT_PIPEWAIT, 1L);
    if (certificates) curl_easy_setopt(handle, CURLOPT_CAINFO, certificates);
    curl_multi_add_handle(loop.multi, handle);
  }
  while (result.answered + result.failed < requests) {
    turn(&loop);
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(loop.multi, &left));) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL *handle = message->easy_handle;
      long status = 0;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      if (message->data.result == CURLE_OK && status == 201) {
        result.answered++;
      } else {
        result.failed++;
      }
      curl_multi_remove_handle(loop.multi, handle);
      if (begun == requests) continue;
      slot *slot;
      curl_easy_getinfo(handle, CURLINFO_PRIVATE, (char **)&slot);
      slot->count = 0;
      begun++;
      curl_multi_add_handle(loop.multi, handle);
    }
  }
  result.cpu_s = clock_s(CLOCK_THREAD_CPUTIME_ID) - cpu;
  result.wall_s = clock_s(CLOCK_MONOTONIC) - wall;
  for (int i = 0; i < connections; i++) curl_easy_cleanup(slots[i].handle);
  curl_multi_cleanup(loop.multi);
  curl_slist_free_all(list);
  close(loop.epoll);
  free(slots);
  return result;
}
