import Foundation
import Graph
import Synchronization
import Testing

/// Where tests that share a server have their data from: other data in every run, since the server remembers them, but
/// those of an earlier run once more if `DISTILLBUILD_TEST_SEED` names its seed. Then the servers have to be fresh ones.
enum SharingSeed {
  private static let text: String = {
    if let named = ProcessInfo.processInfo.environment["DISTILLBUILD_TEST_SEED"] { return named }
    let drawn = "\(UInt32.random(in: 0 ... .max))"
    FileHandle.standardError.write(Data("The data of these tests come from DISTILLBUILD_TEST_SEED=\(drawn)\n".utf8))
    return drawn
  }()

  /// How often each test has asked.
  private static let uses = Mutex<[String: Int]>([:])

  /// Chance that depends on the seed, on the test, and on how often it has asked.
  static func next() -> Seeded {
    let test = Test.current.map { "\($0.sourceLocation.fileID) \($0.name)" } ?? ""
    let use = uses.withLock { uses in
      uses[test, default: 0] += 1
      return uses[test, default: 0]
    }
    return Seeded(Digest(of: Array("\(text) \(test) \(use)".utf8)).short.low)
  }
}
