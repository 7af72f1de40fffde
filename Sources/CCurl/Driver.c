#define _GNU_SOURCE
#include "CCurl.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/// What epoll was told about a descriptor, and what libcurl wants of it now.
typedef struct {
  uint32_t told;
  uint32_t wanted;
  /// Opened by our callback, so its closing is seen too and its registration may stay.
  bool ours;
} watched;

struct kith_driver {
  CURLM *multi;
  int epoll;
  int wake;
  /// When libcurl wants to be called, in milliseconds of the monotonic clock; -1: never.
  int64_t due;
  /// By descriptor.
  watched *sockets;
  size_t capacity;
  /// Transfers added and not yet removed, and how many of them libcurl still works at.
  int added;
  int running;
};

static int64_t now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

// MARK: Sockets

static watched *find(kith_driver *driver, int descriptor) {
  size_t index = (size_t)descriptor;
  if (index < driver->capacity) return &driver->sockets[index];
  size_t capacity = driver->capacity ? driver->capacity : 256;
  while (capacity <= index) capacity *= 2;
  watched *sockets = realloc(driver->sockets, capacity * sizeof *sockets);
  if (!sockets) return NULL;
  for (size_t i = driver->capacity; i < capacity; i++) sockets[i] = (watched){0};
  driver->sockets = sockets;
  driver->capacity = capacity;
  return &driver->sockets[index];
}

static void tell(kith_driver *driver, int descriptor, watched *socket, uint32_t events) {
  struct epoll_event event = {.events = events, .data.fd = descriptor};
  int operation = !events ? EPOLL_CTL_DEL : socket->told ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  int failed = epoll_ctl(driver->epoll, operation, descriptor, &event);
  if (failed && operation == EPOLL_CTL_MOD && errno == ENOENT) {
    failed = epoll_ctl(driver->epoll, EPOLL_CTL_ADD, descriptor, &event);
  }
  if (failed && operation == EPOLL_CTL_ADD && errno == EEXIST) {
    failed = epoll_ctl(driver->epoll, EPOLL_CTL_MOD, descriptor, &event);
  }
  socket->told = failed ? 0 : events;
}

/// An idle connection of ours stays registered: its next transfer then costs no system call. What
/// cannot be registered runs into its transfer's own time limit: told of a failure, libcurl gives
/// up the whole multi handle, and no transfer of it ever ends.
static int socket_changed(CURL *handle, curl_socket_t descriptor, int what, void *user, void *own) {
  (void)handle, (void)own;
  kith_driver *driver = user;
  watched *socket = find(driver, descriptor);
  if (!socket) return 0;
  uint32_t events = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) events |= EPOLLIN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) events |= EPOLLOUT;
  socket->wanted = events;
  if (socket->told == events) return 0;
  if (!events && socket->ours && socket->told == EPOLLIN) return 0;
  tell(driver, descriptor, socket, events);
  return 0;
}

static int timer_changed(CURLM *multi, long wait_ms, void *user) {
  (void)multi;
  kith_driver *driver = user;
  driver->due = wait_ms < 0 ? -1 : now_ms() + wait_ms;
  return 0;
}

static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address) {
  (void)purpose;
  kith_driver *driver = user;
  int descriptor = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (descriptor < 0) return CURL_SOCKET_BAD;
  watched *socket = find(driver, descriptor);
  if (!socket) {
    close(descriptor);
    return CURL_SOCKET_BAD;
  }
  *socket = (watched){.ours = true};
  return descriptor;
}

static int close_socket(void *user, curl_socket_t descriptor) {
  kith_driver *driver = user;
  watched *socket = find(driver, descriptor);
  if (socket) *socket = (watched){0};
  return close(descriptor);
}

void kith_driver_watch_handle(kith_driver *driver, CURL *handle) {
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, driver);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, driver);
}

// MARK: Driver

kith_driver *kith_driver_create(void) {
  kith_driver *driver = calloc(1, sizeof *driver);
  if (!driver) return NULL;
  driver->due = -1;
  driver->multi = curl_multi_init();
  driver->epoll = epoll_create1(EPOLL_CLOEXEC);
  driver->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = driver->wake};
  if (!driver->multi || driver->epoll < 0 || driver->wake < 0 ||
      epoll_ctl(driver->epoll, EPOLL_CTL_ADD, driver->wake, &event)) {
    int reason = errno;
    kith_driver_destroy(driver);
    errno = reason;
    return NULL;
  }
  curl_multi_setopt(driver->multi, CURLMOPT_SOCKETFUNCTION, socket_changed);
  curl_multi_setopt(driver->multi, CURLMOPT_SOCKETDATA, driver);
  curl_multi_setopt(driver->multi, CURLMOPT_TIMERFUNCTION, timer_changed);
  curl_multi_setopt(driver->multi, CURLMOPT_TIMERDATA, driver);
  return driver;
}

void kith_driver_destroy(kith_driver *driver) {
  if (driver->multi) curl_multi_cleanup(driver->multi);
  if (driver->epoll >= 0) close(driver->epoll);
  if (driver->wake >= 0) close(driver->wake);
  free(driver->sockets);
  free(driver);
}

CURLMcode kith_driver_set(kith_driver *driver, CURLMoption option, long value) {
  return curl_multi_setopt(driver->multi, option, value);
}

CURLMcode kith_driver_add(kith_driver *driver, kith_transfer *transfer) {
  CURLMcode result = curl_multi_add_handle(driver->multi, transfer->handle);
  if (!result) driver->added += 1;
  return result;
}

void kith_driver_remove(kith_driver *driver, kith_transfer *transfer) {
  if (!curl_multi_remove_handle(driver->multi, transfer->handle)) driver->added -= 1;
}

static int wait_time(kith_driver *driver, int64_t wait_ms) {
  if (driver->due >= 0) {
    int64_t left = driver->due - now_ms();
    if (left < 0) left = 0;
    if (wait_ms < 0 || left < wait_ms) wait_ms = left;
  }
  return wait_ms > 60000 ? 60000 : (int)wait_ms;
}

static CURLMcode act(kith_driver *driver, const struct epoll_event *event) {
  int descriptor = event->data.fd;
  if (descriptor == driver->wake) {
    uint64_t count;
    (void)!read(descriptor, &count, sizeof count);
    return CURLM_OK;
  }
  watched *socket = &driver->sockets[descriptor];
  if (!socket->wanted) {
    tell(driver, descriptor, socket, 0);
    return CURLM_OK;
  }
  int what = 0;
  if (event->events & (EPOLLIN | EPOLLHUP)) what |= CURL_CSELECT_IN;
  if (event->events & EPOLLOUT) what |= CURL_CSELECT_OUT;
  if (event->events & EPOLLERR) what |= CURL_CSELECT_ERR;
  return curl_multi_socket_action(driver->multi, descriptor, what, &driver->running);
}

/// What is added is due at once.
CURLMcode kith_driver_begin(kith_driver *driver) {
  if (driver->due < 0 || now_ms() < driver->due) return CURLM_OK;
  driver->due = -1;
  return curl_multi_socket_action(driver->multi, CURL_SOCKET_TIMEOUT, 0, &driver->running);
}

CURLMcode kith_driver_turn(kith_driver *driver, int64_t wait_ms) {
  struct epoll_event events[128];
  driver->running = driver->added;
  CURLMcode result = kith_driver_begin(driver);
  // What the timer ended is to be collected before anybody sleeps.
  if (driver->running < driver->added) wait_ms = 0;
  int count = epoll_wait(driver->epoll, events, 128, wait_time(driver, wait_ms));
  for (int i = 0; i < count; i++) {
    CURLMcode failed = act(driver, &events[i]);
    if (failed) result = failed;
  }
  return result;
}

kith_transfer *kith_driver_finished(kith_driver *driver, CURLcode *result) {
  int left;
  for (CURLMsg *message; (message = curl_multi_info_read(driver->multi, &left));) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL *handle = message->easy_handle;
    *result = message->data.result;
    kith_transfer *transfer = NULL;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, (char **)&transfer);
    kith_driver_remove(driver, transfer);
    return transfer;
  }
  return NULL;
}

int kith_driver_wake_descriptor(kith_driver *driver) { return driver->wake; }

void kith_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

void kith_wake(int descriptor) {
  uint64_t one = 1;
  (void)!write(descriptor, &one, sizeof one);
}
