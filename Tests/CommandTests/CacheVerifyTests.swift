import Foundation
import Testing
import TestSupport

@Suite("'cache verify' finds what is damaged, says what that affects, and repairs it")
struct CacheVerifyTests {
  struct Verified: Decodable {
    struct Finding: Decodable {
      let blob: String?
      let fault: String
      let affects: [String]
    }

    let blobs: Int
    let findings: [Finding]
    let left: Int
  }

  /// The name of the first blob's file, as the folder sorts.
  private func damageOne(_ project: CommandProject) throws -> String {
    let blobs = try project.files("cache/blobs").sorted { $0.key < $1.key }
    let (name, bytes) = try #require(blobs.first)
    try project.write(Array(bytes.dropLast()), to: "cache/blobs/\(name)")
    return name.filter { $0 != "/" }
  }

  @Test func `status 0 and one line if all is well`() async throws {
    let project = try await Built.small.project().copy()
    let run = try await project.run("cache", "verify")
    #expect(run.status == 0)
    #expect(run.output.hasSuffix(" entries, 0 calls: all is well\n"), "\(run.output)")
    #expect(run.output.split(separator: "\n").count == 1)
  }

  @Test func `status 1, what is damaged and what that affects`() async throws {
    let project = try await Built.small.project().copy()
    let blob = try damageOne(project)
    let run = try await project.run("cache", "verify")
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("blob \(blob.prefix(12))…: is not what its name says ("), "\(run.output)")
    #expect(run.output.hasSuffix(": 1 finding\n"), "\(run.output)")
    let told = try await project.run("cache", "verify", "--json").decoded(as: Verified.self)
    #expect(told.findings.map(\.blob) == [blob])
    #expect(told.left == 1)
  }

  @Test func `repaired, all is well, and the next build makes what is missing`() async throws {
    let project = try await Built.small.project().copy()
    let outputs = try project.outputs()
    _ = try damageOne(project)
    let run = try await project.run("cache", "verify", "--repair")
    #expect(run.status == 0)
    #expect(
      run.output.hasSuffix(
        "repaired: what was wrong is removed, and made or fetched again when a build needs it\n"), "\(run.output)")
    #expect(try await project.run("cache", "verify").status == 0)
    try project.remove("dist")
    let build = try await project.run("build")
    #expect(build.status == 0)
    #expect(!build.errors.contains("warning"), "\(build.errors)")
    #expect(try project.outputs() == outputs)
  }

  @Test func `an index that is no database is the machine's trouble`() async throws {
    let project = try await Built.small.project().copy()
    try project.write(
      "no database at all, but long enough to be looked at by SQLite, which wants a header of its own",
      to: "cache/index.sqlite")
    #expect(try await project.run("cache", "verify").status == 3)
  }

  @Test(
    "a measure that cannot be read",
    arguments: [
      (["--older-than", "30x"], "'--older-than' '30x', character 3: expected w, d, h or m, found 'x'"),
      (
        ["--older-than", "d"],
        "'--older-than' 'd', character 1: expected a whole number and then w, d, h or m, found 'd'"
      ),
      (["--older-than", "30"], "'--older-than' '30', character 3: expected w, d, h or m, found its end"),
      (["--older-than", "30dd"], "'--older-than' '30dd', character 4: expected nothing more, found 'd'"),
      (
        ["--older-than", "99999999999d"],
        "'--older-than' '99999999999d', character 1: expected a smaller number, found '99999999999d'"
      ),
      (
        ["--max-size", "20XB"],
        "'--max-size' '20XB', character 3: expected B, kB, MB, GB, TB, KiB, MiB, GiB or TiB, found 'XB'"
      ),
      (
        ["--max-size", "GB"],
        "'--max-size' 'GB', character 1: expected a number and then B, kB, MB, GB, TB, KiB, MiB, GiB or TiB, found 'GB'"
      ),
      (["--keep-runs", "0"], "'--keep-runs' must be at least 1, found 0"),
    ])
  func measures(_ arguments: [String], _ message: String) async throws {
    let project = try CommandProject(problems: Built.few)
    let run = try await project.run(["cache", "gc"] + arguments)
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("error: \(message)\n"), "\(run.errors)")
    #expect(!project.exists("cache"))
  }
}
