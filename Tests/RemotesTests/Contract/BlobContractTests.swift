import Graph
import TestSupport
import Testing

@testable import Remotes

@Suite("Every remote keeps blobs under their digests")
struct BlobContractTests {
  @Test(
    "a blob comes back as it was, whatever its size", arguments: Contestant.all,
    [0, 1, 1000, 65_536, 1_048_576, 3_145_600, 3_145_728, 4_194_304, 17_000_001])
  func roundTrip(contestant: Contestant, size: Int) async throws {
    let place = try contestant.open()
    let bytes = randomBytes(size)
    let blob = BlobName(of: bytes)
    // A byte or none may have been stored by another test.
    if size > 1 {
      #expect(try await place.remote.missing([blob]) == [blob])
      #expect(try await place.remote.read(blob) == nil)
    }
    try await place.remote.write(bytes, as: blob)
    #expect(try await place.remote.missing([blob]) == [])
    #expect(try await place.remote.read(blob) == bytes)
  }

  @Test("a very large blob comes back", arguments: Contestant.all.filter { !$0.isInMemory })
  func large(contestant: Contestant) async throws {
    let place = try contestant.open()
    let bytes = randomBytes(100 << 20)
    let blob = BlobName(of: bytes)
    try await place.remote.write(bytes, as: blob)
    #expect(try await place.remote.read(blob) == bytes)
  }

  @Test("a blob may be written again", arguments: Contestant.all, [10, 5_000_000])
  func again(contestant: Contestant, size: Int) async throws {
    let place = try contestant.open()
    let bytes = randomBytes(size)
    let blob = BlobName(of: bytes)
    for _ in 0..<3 { try await place.remote.write(bytes, as: blob) }
    #expect(try await place.remote.read(blob) == bytes)
  }

  @Test("many are written, missed and read at once, each in its place", arguments: Contestant.all)
  func many(contestant: Contestant) async throws {
    let place = try contestant.open()
    let contents = (0..<300).map { randomBytes(($0 * 7919) % 40_000) }
    let names = contents.map { BlobName(of: $0) }
    let kept = zip(names, contents).enumerated().filter { $0.offset % 3 != 0 }.map(\.element)
    let keptNames = Set(kept.map(\.0))
    for result in await place.remote.write(kept.map { (name: $0.0, bytes: $0.1) }) { try result.get() }
    // Each asked for twice; the empty blob is everywhere.
    let absent = names.filter { !keptNames.contains($0) && $0 != .empty }
    #expect(try await place.remote.missing(names + names) == absent)
    let asked = names + [names[4], names[3]]
    let read = await place.remote.read(asked)
    try #require(read.count == asked.count)
    for (name, result) in zip(asked, read) {
      let expected = absent.contains(name) ? nil : contents[names.firstIndex(of: name) ?? 0]
      #expect(try result.get() == expected)
    }
  }

  @Test("nothing is asked for, and nothing is answered", arguments: Contestant.all)
  func nothing(contestant: Contestant) async throws {
    let remote = try contestant.open().remote
    #expect(try await remote.missing([]) == [])
    #expect(await remote.read([]).isEmpty)
    #expect(await remote.write([]).isEmpty)
    #expect(await remote.entries(for: []).isEmpty)
  }

  @Test("many tasks write and read the same blobs at once", arguments: Contestant.all)
  func crowd(contestant: Contestant) async throws {
    let place = try contestant.open()
    let remote = place.remote
    let contents = (0..<8).map { _ in randomBytes(200_000) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 {
        group.addTask {
          let bytes = contents[number % 8]
          let blob = BlobName(of: bytes)
          try await remote.write(bytes, as: blob)
          #expect(try await remote.read(blob) == bytes)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("a blob that is not what its name says is told, and mended by writing it", arguments: Contestant.objects)
  func damage(contestant: Contestant) async throws {
    let place = try contestant.open()
    let store = try #require(place.store)
    let bytes = randomBytes(5000)
    let blob = BlobName(of: bytes)
    let path = ObjectPath(kind: .blob, digest: blob.digest)
    var flipped = bytes
    flipped[2500] ^= 1
    for wrong in [flipped, Array(bytes.dropLast()), bytes + [0], [], bytes + randomBytes(200_000)] {
      _ = try await store.put(wrong, digest: Digest(of: wrong), at: path, ifAbsent: false)
      #expect(try await place.remote.missing([blob]) == (wrong.count == bytes.count ? [] : [blob]))
      let result = await place.remote.read([blob])[0]
      #expect(throws: RemoteFailure.self) { try result.get() }
      if case .failure(let failure) = result { #expect(failure.kind == .damaged) }
      try await place.remote.write(bytes, as: blob)
      #expect(try await place.remote.read(blob) == bytes)
    }
  }
}
