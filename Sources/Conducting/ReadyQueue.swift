import CheckIns
import Messages
import Timekeeping

/// The ids of queued messages, by channel and lane: an index over the outbox, rebuilt at start.
struct ReadyQueue {
  struct Entry: Hashable {
    var channel: Channel
    var lane: Lane
    var notBefore: Instant?
    var attempt: Int
    /// The only gateway it may leave by.
    var pinned: String?
    /// Those that will never take it.
    var refusedBy: [String]
    /// When it could first have left: the queue's own knowledge.
    fileprivate(set) var since = Instant.distantPast

    init(
      channel: Channel, lane: Lane, notBefore: Instant?, attempt: Int, pinned: String? = nil,
      refusedBy: [String] = []
    ) {
      self.channel = channel
      self.lane = lane
      self.notBefore = notBefore
      self.attempt = attempt
      self.pinned = pinned
      self.refusedBy = refusedBy
    }

    init(_ message: Message) {
      self.init(
        channel: message.channel, lane: message.lane, notBefore: message.notBefore,
        attempt: message.attempt, pinned: message.pinned, refusedBy: message.refusedBy)
    }
  }

  private var entries: [MessageID: Entry] = [:]
  /// First in, first out; ids whose entry is gone or waits are passed over. What may leave by one
  /// gateway only stands in a line of its own, after its lane's.
  private var lines: [Line] = []
  /// Of messages under way, which come back here when a gateway would not take them.
  private var sinceOfClaimed: [MessageID: Instant] = [:]

  private struct Line {
    var channel: Channel
    var lane: Lane
    var pinned: String?
    var ids: [MessageID] = []
    var head = 0
  }

  init() {
    for lane in Lane.allCases {
      for channel in Channel.builtIn { lines.append(Line(channel: channel, lane: lane)) }
    }
  }

  var count: Int { entries.count }

  /// Channels something waits for, or may have.
  var channels: [Channel] { Set(lines.map(\.channel)).sorted() }

  func contains(_ id: MessageID) -> Bool { entries[id] != nil }

  subscript(id: MessageID) -> Entry? { entries[id] }

  mutating func put(_ id: MessageID, _ entry: Entry, now: Instant) {
    let old = entries[id]
    var entry = entry
    entry.since = since(id, entry, old, now)
    entries[id] = entry
    let waits = entry.notBefore.map { $0 > now } ?? false
    if waits || (old != nil && old?.notBefore == nil) { return }
    append(id, entry)
  }

  /// All that wait for a channel in lanes up to this, the most urgent and then the oldest last.
  func ids(of channel: Channel, upTo lane: Lane) -> [MessageID] {
    entries.filter { $0.value.channel == channel && $0.value.lane <= lane }
      .sorted { ($0.value.lane, $0.key) > ($1.value.lane, $1.key) }.map(\.key)
  }

  /// What defers a message (quiet hours) is no fault; what makes a gateway refuse it is, and that
  /// wait goes on.
  private mutating func since(_ id: MessageID, _ entry: Entry, _ old: Entry?, _ now: Instant)
    -> Instant
  {
    let start = max(now, entry.notBefore ?? now)
    if let claimed = sinceOfClaimed.removeValue(forKey: id) { return claimed }
    guard let old else { return start }
    return entry.notBefore == nil || entry.notBefore == old.notBefore ? old.since : start
  }

  mutating func remove(_ id: MessageID, claimed: Bool = false) {
    let old = entries.removeValue(forKey: id)
    sinceOfClaimed[id] = claimed ? old?.since : nil
  }

  /// Since when the one waits that could have left before all others; nil when none waits.
  func waiting(now: Instant) -> Instant? {
    entries.values.lazy.map(\.since).filter { $0 <= now }.min()
  }

  /// An empty queue that remembers since when messages wait, to be filled anew.
  mutating func empty() {
    let before = entries
    self = ReadyQueue()
    sinceOfClaimed = before.mapValues(\.since)
  }

  /// What was not put again is forgotten.
  mutating func filled() { sinceOfClaimed = [:] }

  /// A wait is over: the message stands in line again.
  mutating func wake(_ id: MessageID, now: Instant) {
    guard var entry = entries[id], let wait = entry.notBefore, wait <= now else { return }
    entry.notBefore = nil
    entries[id] = entry
    append(id, entry)
  }

  private mutating func append(_ id: MessageID, _ entry: Entry) {
    let index = lines.firstIndex {
      $0.channel == entry.channel && $0.lane == entry.lane && $0.pinned == entry.pinned
    }
    if let index { return lines[index].ids.append(id) }
    var line = Line(channel: entry.channel, lane: entry.lane, pinned: entry.pinned)
    line.ids.append(id)
    lines.insert(line, at: lines.firstIndex { $0.lane > entry.lane } ?? lines.endIndex)
  }

  /// Takes ids in order of lane, then age, for as long as `take` wants them. `take` answers nil to
  /// leave this line alone for now, false to leave the one message where it is.
  mutating func drain(now: Instant, _ take: (MessageID, Entry) -> Bool?) {
    for index in lines.indices {
      drain(line: index, now: now, take)
    }
  }

  private mutating func drain(line: Int, now: Instant, _ take: (MessageID, Entry) -> Bool?) {
    var kept: [MessageID] = []
    while lines[line].head < lines[line].ids.count {
      let id = lines[line].ids[lines[line].head]
      guard let entry = entries[id], entry.notBefore.map({ $0 <= now }) ?? true else {
        lines[line].head += 1
        continue
      }
      guard let taken = take(id, entry) else { break }
      lines[line].head += 1
      if !taken { kept.append(id) }
    }
    lines[line].ids.removeFirst(lines[line].head)
    lines[line].head = 0
    lines[line].ids.insert(contentsOf: kept, at: 0)
  }
}
