internal import Glibc

/// Adds up where one thread's time goes: each lap is what passed since the lap before it.
struct StopWatch {
  struct Lap {
    var name: String
    var wall = 0.0
    var cpu = 0.0
  }

  private(set) var laps: [Lap] = []
  private var wall = seconds(CLOCK_MONOTONIC)
  private var cpu: Double

  /// From now on; `cpu`: the thread's seconds at the beginning.
  init(cpu: Double = seconds(CLOCK_THREAD_CPUTIME_ID)) { self.cpu = cpu }

  mutating func lap(_ name: String) {
    let now = (wall: seconds(CLOCK_MONOTONIC), cpu: seconds(CLOCK_THREAD_CPUTIME_ID))
    let index = laps.firstIndex { $0.name == name } ?? laps.count
    if index == laps.count { laps.append(Lap(name: name)) }
    laps[index].wall += now.wall - wall
    laps[index].cpu += now.cpu - cpu
    (wall, cpu) = now
  }
}

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  unsafe clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
