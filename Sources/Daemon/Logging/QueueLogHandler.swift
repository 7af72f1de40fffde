package import Logging
internal import Systemd

/// swift-log's way into the queue: metadata become fields.
package struct QueueLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  package var logLevel: Logger.Level
  private let queue: LogQueue

  package init(queue: LogQueue, logLevel: Logger.Level = .info) {
    self.queue = queue
    self.logLevel = logLevel
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let all =
      metadata
      .merging(metadataProvider?.get() ?? [:]) { $1 }
      .merging(event.metadata ?? [:]) { $1 }
    let fields = all.sorted { $0.key < $1.key }
      .map { Journal.Field(Self.fieldName($0.key), "\($0.value)") }
    queue.append(LogLine(Self.priority(event.level), event.message.description, fields: fields))
  }

  /// `check-in` becomes `KITH_CHECK_IN`: the journal takes capitals, digits and underscores.
  package static func fieldName(_ key: String) -> String {
    "KITH_"
      + String(
        key.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  private static func priority(_ level: Logger.Level) -> Journal.Priority {
    switch level {
    case .trace, .debug: .debug
    case .info: .informational
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    case .critical: .critical
    }
  }
}
