import Daemon
import Foundation

/// What was piped in.
enum StandardInput {
  static func read() throws -> [UInt8] {
    do { return [UInt8](try FileHandle.standardInput.readToEnd() ?? Data()) } catch {
      throw Failure("Standard input could not be read.")
    }
  }
}

extension Files {
  /// The bytes of a file somebody named, or one sentence.
  static func bytes(_ path: String) throws -> [UInt8] {
    do throws(Files.Failure) { return try read(path) } catch {
      throw kith.Failure("\(path) could not be read: \(error.reason).")
    }
  }
}
