import Testing
import TestSupport

@Suite("Mistakes in naming a shared cache are told, with their place")
struct SharingMistakeTests {
  private static func clone(_ remotes: String? = nil) throws -> SharingClone {
    let clone = try SharingClone([CommandProblem](count: 6), at: nil)
    if let remotes {
      try clone.project.editPipeline(
        #""name": "gsm8k-offline","#, "\"name\": \"gsm8k-offline\",\n  \"remote\": \(remotes),")
    }
    return clone
  }

  @Test("with no cache named there is nothing to push to or to pull from", arguments: ["push", "pull"])
  func none(_ verb: String) async throws {
    for clone in [try Self.clone(), try Self.clone().using(remote: ""), try Self.clone("[]")] {
      let run = try await clone.run("cache", verb)
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(
        run.errors
          == "error: there is no shared cache; name one in pipeline.json, as \"remote\": [{ \"url\": \"…\" }], or in DISTILLBUILD_REMOTE\n"
      )
    }
  }

  @Test(
    "an address that is none is told before anything is done",
    arguments: [
      (
        "ftp://host",
        "'ftp://host' is no address of a cache: it must be a folder, or start with https://, http://, s3://, grpcs:// or grpc://"
      ),
      ("http://host:99999", "'http://host:99999' is no address of a cache: its port must be a number from 1 to 65535"),
      ("s3://", "'s3://' is no address of a cache: it needs a bucket, as in s3://bucket/prefix"),
      ("http://host/../x", "'http://host/../x' is no address of a cache: its path holds '..'"),
    ])
  func address(_ address: String, _ message: String) async throws {
    let written = try Self.clone(#"[{ "url": "\#(address)" }]"#)
    let named = try Self.clone().using(remote: address)
    for arguments in [["build"], ["plan"], ["cache", "push"], ["cache", "pull"]] {
      let run = try await written.run(arguments)
      #expect(run.status == 2)
      #expect(run.errors == "error: pipeline.json:3:23: \(message)\n")
      let other = try await named.run(arguments)
      #expect(other.status == 2)
      #expect(other.errors == "error: DISTILLBUILD_REMOTE: \(message)\n")
    }
    #expect(!written.project.exists("dist"))
    // The variable takes the place of what is written; set to nothing, it means no cache.
    #expect(try await written.using(remote: "").run("build").status == 0)
  }

  @Test(
    "credentials do not belong into a file that is committed",
    arguments: [
      "http://ann:geheim@host/x", "https://ann:geheim@host", "grpcs://ann:geheim@host/team",
      "s3://bucket?endpoint=http://ann:geheim@host",
    ])
  func credentials(_ address: String) async throws {
    let clone = try Self.clone(#"[{ "url": "\#(address)" }]"#)
    for arguments in [["build"], ["cache", "pull"]] {
      let run = try await clone.run(arguments)
      #expect(run.status == 2)
      #expect(run.errors.hasPrefix("error: pipeline.json:3:23: "))
      #expect(run.errors.contains("without credentials") || run.errors.contains("holds no credentials here"))
      #expect(!(run.output + run.errors).contains("geheim"))
    }
  }

  @Test func `other mistakes are those of any parameter`() async throws {
    for (remotes, words) in [
      (#"[{ "url": "" }]"#, "3:23: 'remote.0.url' must be a string that is not empty, found \"\""),
      (
        #"[{ "url": "x", "mode": "write" }]"#,
        "3:36: 'remote.0.mode' must be one of 'read', 'read-write', found \"write\""
      ),
      (#"[{ "mode": "read" }]"#, "3:14: 'remote.0' lacks the required key 'url'"), (#"["x"]"#, "'remote.0'"),
      (#"[{ "url": "x", "token": "y" }]"#, "token"),
    ] {
      let run = try await Self.clone(remotes).run("build")
      #expect(run.status == 2)
      #expect(run.errors.contains(words), "\(run.errors)")
    }
  }

  @Test func `a folder beside the pipeline may be named by its name`() async throws {
    let clone = try Self.clone(#"[{ "url": "../shared-\#(UInt32.random(in: 0 ... .max))" }]"#)
    // The folder that it lies in is the test's, and a test cleans up after itself.
    let name = try #require(try clone.project.read("pipeline.json").split(separator: "../").last?.prefix { $0 != "\"" })
    defer { try? clone.project.remove("../\(name)") }
    _ = try await clone.build()
    #expect(clone.project.exists("../\(name)/ac"))
    let other = try clone.clone()
    #expect(try await other.build().executedNothing)
  }
}
