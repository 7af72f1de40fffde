import Foundation

/// Where the shipped plans, providers, templates and examples are.
package struct SharedFiles: Hashable, Sendable {
  package var plans: String
  package var providers: String
  package var templates: String
  package var examples: String

  /// As a package installs them, under `/usr/share/kith`.
  package static func installed(in folder: String = "/usr/share/kith") -> SharedFiles {
    SharedFiles(
      plans: "\(folder)/plans", providers: "\(folder)/providers",
      templates: "\(folder)/templates", examples: "\(folder)/examples")
  }

  /// As they lie in the source tree.
  package static func checkout(in folder: String) -> SharedFiles {
    SharedFiles(
      plans: "\(folder)/deploy/plans", providers: "\(folder)/deploy/providers",
      templates: "\(folder)/templates", examples: "\(folder)/deploy/examples")
  }

  /// What belongs to a program: `$KITH_SHARE`, `../share/kith` beside it, the source tree it was
  /// built in, or what the package installed.
  package static func find(executable: String, environment: [String: String]) -> SharedFiles {
    if let folder = environment["KITH_SHARE"], !folder.isEmpty { return installed(in: folder) }
    var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let share = "\(folder.path)/share/kith"
      if Files.isDirectory("\(share)/providers") { return installed(in: share) }
      if Files.isDirectory("\(folder.path)/deploy/providers"),
        Files.isDirectory("\(folder.path)/templates")
      {
        return checkout(in: folder.path)
      }
    }
    return installed()
  }
}
