import Foundation
import Graph
import Testing
import TestSupport

@Suite("A cache that others use too, and that holds what it should not", .timeLimit(.minutes(6)))
struct SharingForeignTests {
  /// Kinds of caches in which a test can put anything.
  static let kinds = [SharingKind.folder, .http].filter(\.isThere)

  /// Something that may lie under one of our names and ought not to.
  enum Damage: String, CaseIterable, CustomTestStringConvertible {
    case garbage, empty, cut, anothers, flipped

    var testDescription: String { rawValue }

    /// - Parameter other: what lies under another name.
    func bytes(_ bytes: [UInt8], other: [UInt8]) -> [UInt8] {
      switch self {
      case .garbage: Array("<html>Please log in.</html>".utf8)
      case .empty: []
      case .cut: Array(bytes.prefix(bytes.count * 2 / 3))
      case .anothers: other
      case .flipped: bytes.enumerated().map { $0 == bytes.count / 2 ? $1 ^ 0x10 : $1 }
      }
    }
  }

  /// What a build tool stores: an action that wrote one file, and said something.
  private static let foreignResult: [UInt8] = {
    let digest = Digest(of: Array("foreign".utf8)).hex
    let inner = [0x0A, 0x40] + Array(digest.utf8) + [0x10, 0x07]
    let file = [0x0A, 0x05] + Array("a.out".utf8) + [0x12, UInt8(inner.count)] + inner + [0x20, 0x01]
    return [0x12, UInt8(file.count)] + file + [0x2A, 0x03] + Array("ok\n".utf8)
  }()

  /// A complete build of some problems, shared in a folder: what our entries and blobs look like.
  private static func built() async throws -> (clone: SharingClone, place: SharingPlace) {
    let place = try SharingPlace(.folder)
    let clone = try SharingClone(.unique(40), at: place)
    _ = try await clone.build()
    return (clone, place)
  }

  @Test("what others keep there stays as it is", arguments: kinds)
  func undisturbed(_ kind: SharingKind) async throws {
    let place = try SharingStore(try SharingPlace(kind))
    let blob = Array("foreign".utf8)
    var foreign = [
      "cas/\(Digest(of: blob).hex)": blob, "ac/\(Digest(of: [1]).hex)": Self.foreignResult,
      "ac/\(Digest(of: [2]).hex)": Array("no entry at all".utf8),
      // Whatever its name says: nobody asked for it.
      "cas/\(Digest(of: [3]).hex)": [4],
    ]
    if kind == .folder {
      foreign["README"] = Array("ours".utf8)
      foreign["ac/notes.txt"] = [1, 2, 3]
      foreign["cas/ab/cdef"] = [1]
      foreign["other/file"] = []
    }
    for (path, bytes) in foreign { try await place.put(bytes, at: path) }
    let mine = try SharingClone(.unique(40), at: place.place)
    let run = try await mine.run("build", "--json")
    #expect(run.warnings == [])
    #expect(try await mine.transfer("push", "--recheck").states == ["there"])
    let other = try mine.clone()
    #expect(try await other.transfer("pull").states == ["pulled"])
    for (path, bytes) in foreign { #expect(try await place.get(path) == bytes, "\(path)") }
  }

  @Test("of use is only what is whole; it is told once, done without, and mended", arguments: kinds, Damage.allCases)
  func damage(_ kind: SharingKind, _ damage: Damage) async throws {
    let (mine, whole) = try await Self.built()
    let files = try whole.files
    for folder in ["ac", "cas"] {
      let names = files.keys.filter { $0.hasPrefix("\(folder)/") }.sorted()
      let store = try SharingStore(try SharingPlace(kind))
      for (number, name) in names.enumerated() {
        guard let bytes = files[name], let other = files[names[(number + 1) % names.count]] else { continue }
        try await store.put(damage.bytes(bytes, other: other), at: name)
      }
      // Where only entries are bad, the blobs are all there, and the other way round.
      for (name, bytes) in files where !name.hasPrefix("\(folder)/") { try await store.put(bytes, at: name) }
      // Of a stage whose input has to be made, what lies there is not looked at but for its size.
      try await Self.expectMended(mine, at: store, "\(damage) in \(folder)", mostRounds: damage == .flipped ? 8 : 1)
    }
  }

  @Test("a single bad piece, of whatever kind, is mended", arguments: kinds)
  func single(_ kind: SharingKind) async throws {
    let (mine, whole) = try await Self.built()
    let files = try whole.files
    let store = try SharingStore(try SharingPlace(kind))
    for (name, bytes) in files { try await store.put(bytes, at: name) }
    for (number, name) in files.keys.sorted().enumerated() where number % (kind == .folder ? 3 : 8) == 0 {
      let bytes = try #require(files[name])
      try await store.put(Damage.flipped.bytes(bytes, other: []), at: name)
      try await Self.expectMended(mine, at: store, name, mostWarnings: 1)
    }
  }

  @Test("blobs that are gone are made again and stored again", arguments: kinds)
  func evicted(_ kind: SharingKind) async throws {
    let (mine, whole) = try await Self.built()
    let store = try SharingStore(try SharingPlace(kind))
    for (name, bytes) in try whole.files where name.hasPrefix("ac/") { try await store.put(bytes, at: name) }
    try await Self.expectMended(mine, at: store, "no blobs")
  }

  @Test("a cache that was emptied is filled again by a push", arguments: [["push"], ["push", "--recheck"]])
  func emptied(_ arguments: [String]) async throws {
    for folders in [["ac", "cas"], ["cas"], ["ac"]] {
      let (mine, place) = try await Self.built()
      for folder in folders { try place.remove(folder) }
      let run = try await mine.run(["cache"] + arguments + ["--json"])
      #expect(run.status == 0)
      let other = try mine.clone()
      let built = try await other.run("build", "--json")
      #expect(built.warnings == [], "\(folders)")
      #expect(try built.built().executedNothing, "\(folders)")
      #expect(try other.outputs == mine.outputs)
    }
  }

  @Test func `a build at a cache that was emptied stores nothing that refers to what is gone`() async throws {
    let (mine, place) = try await Self.built()
    for folder in ["ac", "cas"] { try place.remove(folder) }
    // The stage makes the same of everything, so that its layers are ones that the cache has had.
    _ = try await mine.build("--set", "translate.revision=2")
    let other = try mine.clone()
    let run = try await other.run("build", "--json", "--set", "translate.revision=2")
    #expect(run.warnings == [])
    #expect(try run.built()["translate"]?.executed == 0)
    #expect(try other.outputs == mine.outputs)
  }

  /// Two who build one after the other: the first is told of the damage and mends it, the second meets none.
  /// - Parameter mostRounds: how many it takes to mend all, where not all of it is seen by the first.
  private static func expectMended(
    _ mine: SharingClone, at store: SharingStore, _ what: String, mostWarnings: Int? = nil, mostRounds: Int = 1
  ) async throws {
    let first = try mine.clone(remote: store.place.address)
    let run = try await first.run("build", "--json")
    #expect(run.status == 0, "\(what)")
    if let mostWarnings {
      #expect(run.warnings.count <= mostWarnings, "\(what): \(run.warnings)")
    } else {
      #expect(run.warnings.count == 1, "\(what): \(run.warnings)")
    }
    #expect(run.warnings.allSatisfy { $0.hasSuffix("; it is done without") }, "\(what): \(run.warnings)")
    #expect(try first.outputs == mine.outputs, "\(what)")
    var second = try mine.clone(remote: store.place.address)
    var again = try await second.run("build", "--json")
    for _ in 1..<mostRounds where !again.warnings.isEmpty {
      #expect(try second.outputs == mine.outputs, "\(what)")
      second = try mine.clone(remote: store.place.address)
      again = try await second.run("build", "--json")
    }
    #expect(again.warnings == [], "\(what)")
    #expect(try again.built().executedNothing, "\(what)")
    #expect(try second.outputs == mine.outputs, "\(what)")
  }
}
