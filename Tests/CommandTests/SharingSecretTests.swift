import Foundation
import Testing
import TestSupport

@Suite("What opens a cache is shown nowhere and kept nowhere", .timeLimit(.minutes(6)))
struct SharingSecretTests {
  private static let secret = "gEhEiM-7f3a9"

  /// Ways to be let in, or not.
  static let ways: [(name: String, remote: String, environment: [String: String])] = {
    let secret = Self.secret
    let port = CacheServers.addresses["http-auth"].flatMap { CacheServers.port(in: $0) } ?? 1
    let api = CacheServers.addresses["reapi"].flatMap { CacheServers.port(in: $0) } ?? 1
    let s3 = CacheServers.addresses["s3"] ?? "s3://bucket?endpoint=http://127.0.0.1:1"
    let web = "http://127.0.0.1:\(port)/x"
    return [
      ("a password in the address", "http://ci:\(secret)@127.0.0.1:\(port)/x", [:]),
      ("a password for a server that is not there", "http://ci:\(secret)@127.0.0.1:1/x", [:]),
      ("a token", web, ["DISTILLBUILD_REMOTE_TOKEN": secret]),
      ("user and password", web, ["DISTILLBUILD_REMOTE_USER": "ci", "DISTILLBUILD_REMOTE_PASSWORD": secret]),
      ("a token for an API", "grpc://127.0.0.1:\(api)/team", ["DISTILLBUILD_REMOTE_TOKEN": secret]),
      ("a password for an API", "grpc://ci:\(secret)@127.0.0.1:\(api)/team", [:]),
      ("keys", s3, ["AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": secret]),
      ("no address", "http://ci:\(secret)@127.0.0.1:99999/x", [:]),
      ("no scheme", "http:/ci:\(secret)@host", [:]),
      ("a control character", web, ["DISTILLBUILD_REMOTE_TOKEN": "\(secret)\u{1}"]),
      ("a folder as well", "shared http://ci:\(secret)@127.0.0.1:\(port)/x", [:]),
    ]
  }()

  @Test("in no output, no file", arguments: ways)
  func hidden(_ name: String, _ remote: String, _ environment: [String: String]) async throws {
    let clone = SharingClone(try CommandProject(problems: .unique(12)), remote: remote, environment: environment)
    let verbs = [
      ["build", "--json"], ["plan"], ["why", "solve"], ["cache", "push"], ["cache", "push", "--json", "--recheck"],
      ["cache", "pull"], ["cache", "pull", "--json", "--calls"], ["cache"], ["build"],
    ]
    let secret = Data(Self.secret.utf8)
    let encoded = [secret, secret.base64EncodedData(), Data("ci:\(Self.secret)".utf8).base64EncodedData()]
    for verb in verbs {
      let run = try await clone.run(verb)
      for form in encoded {
        #expect(Data((run.output + run.errors).utf8).range(of: form) == nil, "\(verb): \(run.output)\(run.errors)")
      }
    }
    let files = try clone.project.files(".")
    #expect(files.count > 3)
    for (name, bytes) in files {
      for form in encoded { #expect(Data(bytes).range(of: form) == nil, "\(name)") }
    }
  }
}
