/// Hours of quiet: `22-8`, `22:30 to 7`, `10pm-8am`, `none`.
struct HoursReading {
  let text: ReplyText

  private struct Time {
    var hour: Int
    var minute: Int
    var isMarked: Bool
  }

  /// `HH:MM-HH:MM`, `none`, or nil where it is neither.
  func find(_ range: Range<Int>) -> String? {
    if range.count == 1, ["off", "none", "never"].contains(text.words[range.lowerBound].text) {
      return "none"
    }
    var times: [Time] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if let (time, next) = time(index, range.upperBound) {
        times.append(time)
        index = next
      } else if ["from", "to", "until", "till", "and", "hours", "between", "at"]
        .contains(text.words[index].text)
      {
        index += 1
      } else {
        return nil
      }
    }
    return times.count == 2 ? written(times[0], times[1]) : nil
  }

  /// Two bare hours of a clock face with the later first are an evening and a morning.
  private func written(_ from: Time, _ to: Time) -> String {
    var from = from
    if !from.isMarked, !to.isMarked, from.hour <= 12, to.hour <= 12, from.hour > to.hour {
      from.hour = (from.hour + 12) % 24
    }
    return "\(written(from))-\(written(to))"
  }

  private func written(_ time: Time) -> String {
    "\(twoDigits(time.hour % 24)):\(twoDigits(time.minute))"
  }

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func time(_ index: Int, _ end: Int) -> (Time, Int)? {
    var (digits, half) = Self.parts(text.words[index].text)
    guard var hour = Int(digits) else { return nil }
    var next = index + 1
    var minute = 0
    var isMarked = false
    if digits.utf8.count == 4 { (hour, minute, isMarked) = (hour / 100, hour % 100, true) }
    guard hour <= 24, minute < 60 else { return nil }
    if half.isEmpty, !isMarked, next < end, [":", "."].contains(text.words[next].glue) {
      let (more, suffix) = Self.parts(text.words[next].text)
      guard let minutes = Int(more), minutes < 60 else { return nil }
      (minute, half, next, isMarked) = (minutes, suffix, next + 1, true)
    }
    if half.isEmpty, next < end, ["am", "pm"].contains(text.words[next].text) {
      half = text.words[next].text
      next += 1
    }
    if !half.isEmpty {
      guard half == "am" || half == "pm", (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (half == "pm" ? 12 : 0)
      isMarked = true
    }
    return (Time(hour: hour, minute: minute, isMarked: isMarked), next)
  }

  /// `10pm` as `10` and `pm`.
  private static func parts(_ word: String) -> (digits: String, suffix: String) {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    return (String(digits), String(word.dropFirst(digits.count)))
  }
}
