// The same load on std::priority_queue and on libev's timers: N deadlines uniform over 24 h at 1
// ms, inserted, then expired in 86,400 steps of a second. CPU nanoseconds each, the median of
// three.
#include <ev.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <queue>
#include <vector>

static double fake_now = 1e6;

// libev asks for the time here, so that a day passes as fast as it can be worked off.
extern "C" int clock_gettime(clockid_t id, struct timespec *time) noexcept {
  if (id == CLOCK_PROCESS_CPUTIME_ID) return (int)syscall(SYS_clock_gettime, id, time);
  time->tv_sec = (time_t)fake_now;
  time->tv_nsec = (long)((fake_now - (double)time->tv_sec) * 1e9);
  return 0;
}

static double cpu() {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static std::vector<int64_t> deadlines(size_t count) {
  uint64_t random = 88172645463325252ull;
  std::vector<int64_t> result(count);
  for (auto &due : result) {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    due = (int64_t)(random % 86400000);
  }
  return result;
}

static volatile uint64_t sink;

struct Entry {
  int64_t due;
  uint64_t id;
  bool operator<(const Entry &other) const {
    return due == other.due ? id > other.id : due > other.due;
  }
};

static void report(const char *name, size_t count, std::vector<double> values, const char *what) {
  std::sort(values.begin(), values.end());
  char label[100];
  snprintf(label, sizeof label, "  %s, %zu: %s", name, count, what);
  printf("%-64s%9.1f ns\n", label, values[values.size() / 2]);
}

static void queue(const std::vector<int64_t> &due) {
  std::vector<double> inserting, expiring;
  for (int round = 0; round < 3; round++) {
    std::priority_queue<Entry> queue;
    double start = cpu();
    for (size_t i = 0; i < due.size(); i++) queue.push({due[i], i});
    inserting.push_back((cpu() - start) / (double)due.size());
    start = cpu();
    for (int64_t now = 1000; now <= 86400000; now += 1000)
      while (!queue.empty() && queue.top().due <= now) {
        sink = sink + queue.top().id;
        queue.pop();
      }
    expiring.push_back((cpu() - start) / (double)due.size());
  }
  report("std::priority_queue", due.size(), inserting, "insert");
  report("std::priority_queue", due.size(), expiring, "expire");
}

static size_t fired;
static void fire(struct ev_loop *, ev_timer *, int) { fired++; }

static void libev(const std::vector<int64_t> &due) {
  std::vector<double> inserting, expiring;
  std::vector<ev_timer> timers(due.size());
  for (int round = 0; round < 3; round++) {
    struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
    ev_now_update(loop);
    double begin = fake_now;
    fired = 0;
    for (size_t i = 0; i < due.size(); i++)
      ev_timer_init(&timers[i], fire, (double)due[i] / 1000.0, 0.);
    double start = cpu();
    for (auto &timer : timers) ev_timer_start(loop, &timer);
    inserting.push_back((cpu() - start) / (double)due.size());
    start = cpu();
    for (int second = 1; second <= 86401; second++) {
      fake_now = begin + second;
      ev_run(loop, EVRUN_NOWAIT);
    }
    expiring.push_back((cpu() - start) / (double)due.size());
    if (fired != due.size()) printf("  libev fired %zu of %zu\n", fired, due.size());
    ev_loop_destroy(loop);
  }
  report("libev", due.size(), inserting, "insert");
  report("libev", due.size(), expiring, "expire");
}

int main() {
  for (size_t count : {1000000, 10000000}) {
    auto due = deadlines(count);
    queue(due);
    libev(due);
  }
}
