import Foundation

/// The built command, as a user would start it.
package enum CommandBinary {
  /// Its path; nil if it cannot be found.
  ///
  /// `swift build --build-tests` puts it into the folder that holds the test bundle. `DISTILLBUILD` names another.
  package static let path: String? = {
    if let named = ProcessInfo.processInfo.environment["DISTILLBUILD"] { return named }
    for argument in CommandLine.arguments where argument.hasPrefix("/") {
      var folder = URL(fileURLWithPath: argument)
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("distillbuild").path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue,
          FileManager.default.isExecutableFile(atPath: candidate)
        {
          return candidate
        }
      }
    }
    return nil
  }()

  /// The repository that these tests belong to.
  package static let repository: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) { break }
    }
    return folder.path
  }()

  /// A folder for everything that tests leave lying about; it goes with this process.
  package static let scratch: String = {
    // Without symbolic links, as messages show it.
    let base = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    let folder = "\(base)/distillbuild-tests-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: CommandBinary.scratch) }
    return folder
  }()

  /// Whether the long versions of tests are asked for.
  package static let isFull = ProcessInfo.processInfo.environment["DISTILLBUILD_FULL_TESTS"] == "1"
}

/// Why a test cannot go on.
package struct CommandTrouble: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
