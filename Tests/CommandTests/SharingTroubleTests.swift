import Foundation
import Testing
import TestSupport

@Suite("A cache that fails costs a warning, never the build", .timeLimit(.minutes(6)))
struct SharingTroubleTests {
  @Test("a server that is not there is told once", arguments: ["http", "grpc", "s3"])
  func absent(_ scheme: String) async throws {
    // Nobody listens on this port.
    let address = scheme == "s3" ? "s3://bucket?endpoint=http://127.0.0.1:1" : "\(scheme)://127.0.0.1:1/x"
    let mine = SharingClone(try CommandProject(problems: .unique(12)), remote: address)
    let run = try await mine.run("build", "--json")
    #expect(run.status == 0)
    #expect(run.warnings.count == 1)
    #expect(run.warnings.first?.hasSuffix("; the work goes on without it") == true, "\(run.warnings)")
    #expect(try run.built()["sft"]?.executed == 12)
    for (verb, states) in [("push", ["refused"]), ("pull", ["here"])] {
      let run = try await mine.run("cache", verb, "--json")
      #expect(run.status == (verb == "push" ? 1 : 0), "\(run.output)")
      #expect(try run.decoded(as: TransferReport.self).states == Set(states))
    }
    let pull = try await mine.clone().run("cache", "pull", "--json")
    #expect(pull.status == 1)
    #expect(pull.warnings.count == 1)
    #expect(try pull.decoded(as: TransferReport.self).stages.map(\.state).first == "missing")
  }

  @Test(
    "a server that goes away in the midst is told once, and nothing else is said of it", arguments: [1, 4, 9, 20, 40])
  func leaving(_ connections: Int) async throws {
    guard let address = CacheServers.addresses["http"], let port = CacheServers.port(in: address) else { return }
    let place = try SharingPlace(.http)
    let mine = try SharingClone(.unique(40), at: place)
    _ = try await mine.build()
    // Each connection passes some bytes and ends, as when a server is stopped; later ones are refused.
    let proxy = try HostileProxy(before: port) { $0 < 8 ? .cutReply(after: connections * 1_000) : .refuse }
    let other = try mine.clone(remote: place.address.replacing(":\(port)/", with: ":\(proxy.port)/"))
    let run = try await other.run("build", "--json")
    #expect(run.status == 0)
    #expect(run.warnings.count <= 1, "\(run.warnings)")
    #expect(run.warnings.allSatisfy { !$0.contains("not whole") && !$0.contains("damaged") }, "\(run.warnings)")
    #expect(try other.outputs == mine.outputs)
    #expect(try await mine.clone().build().executedNothing)
  }
}
