import Foundation
import Testing
import TestSupport

@Suite("Trouble of the machine ends with status 3, a sentence, and everything made before still there")
struct MachineTroubleTests {
  @Test func `a cache folder that is a file`() async throws {
    let project = try await Built.small.project().copy()
    let before = try project.files("dist")
    let run = try await project.run("build", "--cache", "pipeline.json")
    #expect(
      run.errors
        == "error: cannot write \(project.folder)/pipeline.json/index.sqlite (unable to open database file); make the folder writable, or name another with --cache\n"
    )
    #expect(run.status == 3)
    #expect(try project.files("dist") == before)
    #expect(try project.read("pipeline.json") == CommandProject.shippedPipeline)
  }

  @Test func `a cache folder that cannot be made`() async throws {
    let project = try await Built.small.project().copy()
    let run = try await project.run("build", "--cache", "/proc/none/cache")
    #expect(run.errors == "error: cannot make the folder /proc/none: No such file or directory\n")
    #expect(run.status == 3)
  }

  @Test func `an output folder that cannot be made`() async throws {
    let project = try await Built.small.project().copy()
    let before = try project.files("dist")
    let run = try await project.run("build", "--output", "/proc/none/dist")
    #expect(run.errors == "error: cannot make the folder /proc/none: No such file or directory\n")
    #expect(run.status == 3)
    #expect(try project.files("dist") == before)
  }

  @Test func `a folder in the place of a finished file`() async throws {
    let project = try await Built.small.project().copy()
    try project.remove("dist")
    try project.write("mine", to: "dist/sft/train.jsonl/note.txt")
    let run = try await project.run("build")
    #expect(run.errors == "error: cannot write \(project.folder)/dist/sft/train.jsonl: Is a directory\n")
    #expect(run.status == 3)
    #expect(try project.read("dist/sft/train.jsonl/note.txt") == "mine")
    try project.remove("dist")
    #expect(try await project.build().status == "complete")
    #expect(try await project.outputs() == Built.small.project().outputs())
  }

  @Test(.enabled(if: Mounts.work, "mounting needs root"))
  func `a read-only cache`() async throws {
    let project = try await Built.small.project().copy()
    let before = try project.files("dist")
    try project.write((Built.few + [CommandProblem(900)]).text, to: "data/problems.jsonl")
    let cache = project.path("cache")
    let run = try await project.shell(
      "mount --bind '\(cache)' '\(cache)' && mount -o remount,ro,bind '\(cache)' && \"$DISTILLBUILD\" build; status=$?; umount '\(cache)'; exit $status"
    )
    #expect(
      run.errors
        == "error: cannot write \(cache)/index.sqlite (unable to open database file); make the folder writable, or name another with --cache\n"
    )
    #expect(run.status == 3)
    #expect(try project.files("dist") == before)
    try await recovers(project)
  }

  @Test(.enabled(if: Mounts.work, "mounting needs root"), arguments: [64, 160, 300, 600])
  func `a full disk`(_ kilobytes: Int) async throws {
    let project = try CommandProject(problems: Built.problems)
    let full = project.path("full")
    try project.write("", to: "full/x")
    let run = try await project.shell(
      """
      mount -t tmpfs -o size=\(kilobytes)k tmpfs '\(full)' && "$DISTILLBUILD" build --cache full/cache
      status=$?; mkdir saved; cp -a full/cache saved/cache; umount '\(full)'; exit $status
      """)
    #expect(run.status == 3)
    let words = run.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(words.count == 1)
    #expect(
      words.first?.contains("No space left on device") == true || words.first?.hasSuffix("the disk is full") == true,
      "\(run.errors)")
    #expect(!project.exists("dist"))
    // What was stored before the disk filled up is sound.
    try project.remove("full")
    let rest = try await project.build("--cache", "saved/cache")
    #expect(rest.status == "complete")
    #expect(try await project.outputs() == Built.shipped.project().outputs())
  }

  @Test(.enabled(if: Mounts.work, "mounting needs root"))
  func `a disk that is full when the finished files are written leaves the old ones`() async throws {
    let project = try CommandProject(problems: Built.problems)
    let dist = project.path("dist")
    try project.write("", to: "dist/x")
    let run = try await project.shell(
      """
      mount -t tmpfs -o size=520k tmpfs '\(dist)' && "$DISTILLBUILD" build && cp -r dist before &&
        "$DISTILLBUILD" build --set 'sft.system="\(String(repeating: "Think. ", count: 100))"'
      status=$?; cp -r dist after; umount '\(dist)'; exit $status
      """)
    #expect(run.status == 3)
    #expect(
      run.errors.contains("error: cannot write \(dist)/sft/train.jsonl: No space left on device\n"), "\(run.errors)")
    #expect(try project.files("after") == project.files("before"))
  }

  @Test("a damaged blob is a warning, and what it held is made again", arguments: Damage.allCases)
  func blobs(_ damage: Damage) async throws {
    let project = try await Built.small.project().copy()
    let outputs = try project.outputs()
    let blobs = try project.files("cache/blobs")
    for (name, bytes) in blobs {
      switch damage {
      case .missing: try project.remove("cache/blobs/\(name)")
      case .empty: try project.write([], to: "cache/blobs/\(name)")
      case .cut: try project.write(Array(bytes.dropLast(5)), to: "cache/blobs/\(name)")
      case .oneBit:
        var bytes = bytes
        bytes[bytes.count / 2] ^= 1
        try project.write(bytes, to: "cache/blobs/\(name)")
      case .other: try project.write(blobs.first { $0.key != name }?.value ?? [], to: "cache/blobs/\(name)")
      }
    }
    try project.remove("dist")
    let run = try await project.run("build")
    #expect(run.status == 0)
    #expect(run.errors.contains("warning: the cache's blob "), "\(run.errors)")
    #expect(try project.outputs() == outputs)

    // All is well again.
    try? project.remove("dist")
    let again = try await project.run("build")
    #expect(again.errors == "")
    #expect(again.status == 0)
    #expect(try project.outputs() == outputs)
    #expect(try await project.build("--set", "filter.rules.0.maxCharacters=7000").status == "complete")
  }

  enum Damage: CaseIterable { case missing, empty, cut, oneBit, other }

  @Test func `one damaged blob costs one chunk of one stage at most`() async throws {
    let base = try await Built.shipped.project()
    let outputs = try base.outputs()
    let names = try base.files("cache/blobs").keys.sorted()
    // A few of them, spread over all.
    for name in stride(from: 0, to: names.count, by: max(1, names.count / 4)).map({ names[$0] }) {
      let project = try base.copy()
      try project.write("damaged", to: "cache/blobs/\(name)")
      try project.remove("dist")
      let report = try await project.build("--set", "sft.system=Think.")
      #expect(report.status == "complete")
      for stage in report.stages where stage.name != "sft" {
        #expect(stage.chunks.executed <= 1, "\(name): \(stage.name) executed \(stage.chunks.executed) chunks")
      }
      #expect(try await project.build().status == "complete")
      #expect(try project.outputs() == outputs)
    }
  }

  @Test func `a damaged index is named, with the way out`() async throws {
    let project = try await Built.small.project().copy()
    let before = try project.files("dist")
    var index = try project.files("cache")["index.sqlite"] ?? []
    index.replaceSubrange(0..<100, with: Array(repeating: 0x20, count: 100))
    try project.write(index, to: "cache/index.sqlite")
    for command in ["build", "plan", "show problem-1", "cache info"] {
      let run = try await project.run(command.split(separator: " ").map(String.init))
      #expect(
        run.errors
          == "error: \(project.folder)/cache/index.sqlite is damaged (file is not a database); move it away to start with an empty index: nothing else is lost but what it remembered\n"
      )
      #expect(run.status == 3)
    }
    #expect(try project.files("dist") == before)
    try project.move("cache/index.sqlite", to: "away")
    #expect(try await project.build().status == "complete")
    #expect(try project.outputs() == before.filter { !$0.key.hasSuffix(".manifest.json") })
  }

  @Test func `an index that is damaged within is named, or made right`() async throws {
    let base = try await Built.shipped.project()
    let index = try base.files("cache")["index.sqlite"] ?? []
    for page in stride(from: 4096, to: index.count, by: max(4096, index.count / 4096 / 8 * 4096)) {
      let project = try base.copy()
      var damaged = index
      damaged.replaceSubrange(
        page..<min(page + 4096, damaged.count), with: Array(repeating: 0xA5, count: min(4096, damaged.count - page)))
      try project.write(damaged, to: "cache/index.sqlite")
      try project.write(([CommandProblem(900)] + Built.problems).text, to: "data/problems.jsonl")
      let run = try await project.run("build", "--json")
      #expect(run.status == 0 || run.status == 3, "page \(page / 4096): \(run.errors)")
      if run.status == 3 {
        #expect(run.errors.contains("index.sqlite is damaged ("), "page \(page / 4096): \(run.errors)")
      } else {
        #expect(try await project.outputs() == project.cleanOutputs(), "page \(page / 4096)")
      }
    }
  }

  @Test func `an index of a newer version is refused`() async throws {
    let project = try await Built.small.project().copy()
    var index = try project.files("cache")["index.sqlite"] ?? []
    // SQLite keeps `user_version` there, big-endian.
    index.replaceSubrange(60..<64, with: [0, 0, 0x27, 0x0F])
    try project.write(index, to: "cache/index.sqlite")
    let run = try await project.run("build")
    #expect(
      run.errors.hasPrefix("error: \(project.folder)/cache/index.sqlite was made by a newer distillbuild (form 9999; "),
      "\(run.errors)")
    #expect(run.status == 3)
  }

  @Test func `finished files that someone changed or removed are written again`() async throws {
    let project = try await Built.small.project().copy()
    let outputs = try project.outputs()
    try project.write("gone", to: "dist/sft/train.jsonl")
    try project.write("mine", to: "dist/sft/notes.txt")
    #expect(try await project.build().executed.values.allSatisfy { $0 == 0 })
    try project.remove("dist/sft/notes.txt")
    #expect(try project.outputs() == outputs)
    try project.remove("dist/sft/.manifest.json")
    #expect(try await project.build().executed.values.allSatisfy { $0 == 0 })
    #expect(try project.outputs() == outputs)
  }

  /// After what stood in the way is gone, a build makes what it should.
  private func recovers(_ project: CommandProject) async throws {
    let report = try await project.build()
    #expect(report.status == "complete")
    #expect(report["solve"]?.executed == 1)
    #expect(try await project.outputs() == project.cleanOutputs())
  }
}

/// Whether this system lets tests mount things.
enum Mounts {
  static let work: Bool = {
    guard getuid() == 0 else { return false }
    let folder = "\(CommandBinary.scratch)/mount-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "mount -t tmpfs -o size=64k tmpfs '\(folder)' && umount '\(folder)'"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}
