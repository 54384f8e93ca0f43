import TestSupport
import Testing

@testable import Graph

@Suite("Every blob store gives back what its name says, or nothing")
struct BlobStoreTests {
  enum Kind: String, CaseIterable, Sendable {
    case memory, folder

    func make(in folder: TemporaryFolder) -> any BlobStore {
      switch self {
      case .memory: MemoryBlobStore()
      case .folder: FolderBlobStore(folder: folder.path(of: "blobs"))
      }
    }
  }

  private static let contents: [[UInt8]] = [
    [], [0], Array("hello".utf8), Array(repeating: 7, count: 1_000_000),
    (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0) },
  ]

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: Kind.allCases) func `what was written is read`(kind: Kind) throws {
    let store = kind.make(in: folder)
    for bytes in Self.contents {
      let name = Digest(of: bytes)
      #expect(try store.contains(name) == false)
      #expect(try store.read(name) == nil)
      // Twice, since two processes may make the same blob.
      try store.write(bytes, as: name)
      try store.write(bytes, as: name)
      #expect(try store.contains(name))
      #expect(try store.read(name) == bytes)
    }
  }

  @Test(arguments: Kind.allCases) func `what was removed is gone, and can be written again`(kind: Kind) throws {
    let store = kind.make(in: folder)
    let name = Digest(of: [1, 2, 3])
    try store.remove(name)
    try store.write([1, 2, 3], as: name)
    try store.remove(name)
    #expect(try store.contains(name) == false)
    #expect(try store.read(name) == nil)
    try store.write([1, 2, 3], as: name)
    #expect(try store.read(name) == [1, 2, 3])
  }

  @Test(arguments: Kind.allCases) func `many at once write the same blob`(kind: Kind) async throws {
    let store = kind.make(in: folder)
    let bytes = Self.contents[3]
    let name = Digest(of: bytes)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { try store.write(bytes, as: name) } }
      try await group.waitForAll()
    }
    #expect(try store.read(name) == bytes)
  }

  @Test func `a file that is cut anywhere is no blob`() throws {
    let store = FolderBlobStore(folder: folder.path(of: "blobs"))
    let bytes = Array("a text that is long enough to be cut in many places".utf8)
    let path = try path(of: bytes, in: store)
    let packed = try Disk.read(path)
    for length in packed.indices {
      try Disk.write(Array(packed[..<length]), to: path)
      #expect(try store.read(Digest(of: bytes)) == nil, "cut at \(length)")
    }
  }

  @Test func `a file with a byte flipped anywhere is no blob, or still the same one`() throws {
    let store = FolderBlobStore(folder: folder.path(of: "blobs"))
    let bytes = Array("a text that is long enough to be damaged in many places".utf8)
    let path = try path(of: bytes, in: store)
    let packed = try Disk.read(path)
    for place in packed.indices {
      for bit: UInt8 in [1, 0x10, 0x80] {
        var damaged = packed
        damaged[place] ^= bit
        try Disk.write(damaged, to: path)
        let read = try store.read(Digest(of: bytes))
        #expect(read == nil || read == bytes, "flipped at \(place)")
      }
    }
  }

  @Test func `another store's blob and a foreign file are none`() throws {
    let store = FolderBlobStore(folder: folder.path(of: "blobs"))
    let path = try path(of: [1], in: store)
    let other = try Disk.read(try self.path(of: [2], in: store))
    for content in [other, Array("foreign".utf8), []] {
      try Disk.write(content, to: path)
      #expect(try store.read(Digest(of: [1])) == nil)
    }
  }

  private func path(of bytes: [UInt8], in store: FolderBlobStore) throws -> String {
    let name = Digest(of: bytes)
    try store.write(bytes, as: name)
    return folder.path(of: "blobs/\(name.hex.prefix(2))/\(name.hex.dropFirst(2))")
  }
}
