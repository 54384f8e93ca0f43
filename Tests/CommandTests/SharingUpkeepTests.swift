import Graph
import Testing
import TestSupport

@Suite("Cleaning up and looking after what is shared", .timeLimit(.minutes(6)))
struct SharingUpkeepTests {
  @Test func `a gc in one clone takes nothing from those who read the shared folder`() async throws {
    let place = try SharingPlace(.folder)
    let mine = try SharingClone(.unique(600), at: place)
    _ = try await mine.build()
    let (files, outputs) = (try place.files, try mine.outputs)
    // What the lock does not name, and no run ended with, goes; the folder keeps all of it.
    _ = try await mine.build("--set", "translate.revision=2")
    async let cleaning: Void = {
      for _ in 1...4 {
        let run = try await mine.run("cache", "gc", "--keep-runs", "1", "--calls")
        #expect(run.status == 0)
      }
    }()
    for _ in 1...4 {
      let other = try mine.clone()
      #expect(try await other.transfer("pull").states == ["pulled"])
      #expect(try await other.using(remote: nil).build("--locked", "--offline").executedNothing)
      #expect(try other.outputs == outputs)
    }
    try await cleaning
    let kept = try place.files
    #expect(files.allSatisfy { kept[$0.key] == $0.value })
    #expect(try await mine.build().executedNothing)
    #expect(try mine.outputs == outputs)
  }

  @Test("'verify --remote' finds what is damaged there, and stores it anew", arguments: SharingKind.all)
  func remote(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let mine = try SharingClone(.unique(300), at: place)
    _ = try await mine.build()
    let well = try await mine.run("cache", "verify", "--remote")
    #expect(well.status == 0)
    #expect(well.output.hasSuffix(": all is well\n"), "\(well.output)")
    guard kind == .folder else { return }
    for (name, bytes) in try place.files where name.hasPrefix("cas/") {
      try place.write(bytes.dropLast() + [0], to: name)
    }
    #expect(try await mine.run("cache", "verify", "--remote").status == 1)
    #expect(try await mine.run("cache", "verify", "--remote", "--repair").status == 0)
    #expect(try await mine.run("cache", "verify", "--remote").status == 0)
    let other = try mine.clone()
    #expect(try await other.build().executedNothing)
    #expect(try other.outputs == mine.outputs)
  }

  @Test func `what is damaged here is brought from there`() async throws {
    let mine = try SharingClone(.unique(300), at: try SharingPlace(.folder))
    _ = try await mine.build()
    for (name, _) in try mine.project.files("cache/blobs") {
      try mine.project.write([1, 2, 3], to: "cache/blobs/\(name)")
    }
    #expect(try await mine.run("cache", "verify").status == 1)
    #expect(try await mine.run("cache", "verify", "--repair").status == 0)
    #expect(try await mine.using(remote: nil).build().executedNothing)
  }
}
