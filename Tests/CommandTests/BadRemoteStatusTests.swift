import Synchronization
import TestSupport
import Testing

@Suite("A shared cache that answers badly costs a warning, never the build", .timeLimit(.minutes(5)))
struct BadRemoteStatusTests {
  /// What a server does to requests while it is bad.
  struct Trouble: Sendable, CustomTestStringConvertible {
    let name: String
    /// What a member hears, once each.
    let complaints: [BadRemoteMember.Complaint]
    /// Whether whoever meets it stores what they made all the same.
    var isHarmless = false
    /// Its answer; nil for an ordinary one.
    let answer: @Sendable (ScriptedRequest) -> ScriptedAnswer?

    var testDescription: String { name }

    /// A status for everything.
    static func always(_ status: Int, _ complaint: BadRemoteMember.Complaint) -> Trouble {
      Trouble(name: "\(status) for everything", complaints: [complaint]) { _ in ScriptedAnswer("", status: status) }
    }

    /// A status for whatever is to be stored.
    static func writing(_ status: Int, _ complaint: BadRemoteMember.Complaint) -> Trouble {
      Trouble(name: "\(status) for PUT", complaints: [complaint]) { request in
        request.method == "PUT" ? ScriptedAnswer("", status: status) : nil
      }
    }

    /// Refuses every seventh request, but none twice: three in a row would be more than a stumble.
    private final class Stumbling: Sendable {
      private let refused = Mutex<Set<String>>([])

      @Sendable func answer(_ request: ScriptedRequest) -> ScriptedAnswer? {
        guard request.number % 7 == 3 else { return nil }
        let isFirst = refused.withLock { $0.insert("\(request.method) \(request.path)").inserted }
        return isFirst ? ScriptedAnswer("", status: 503) : nil
      }
    }

    static let all: [Trouble] =
      [
        .always(400, .unfit), .always(401, .refused), .always(403, .refused), .always(429, .busy),
        .always(500, .busy), .always(503, .busy), .always(507, .full), .always(302, .unfit), .always(204, .unfit),
        .writing(401, .refused), .writing(403, .refused), .writing(404, .unfit), .writing(405, .unfit),
        .writing(409, .unfit), .writing(412, .unfit), .writing(413, .tooLarge), .writing(429, .busy),
        .writing(500, .busy), .writing(507, .full),
      ] + [
        Trouble(name: "asks for some patience", complaints: [.busy]) { _ in
          ScriptedAnswer("", status: 429, headers: [("Retry-After", "1")])
        },
        Trouble(name: "a page for everything", complaints: [.damaged]) { _ in
          ScriptedAnswer("<html>Please log in.</html>")
        },
        Trouble(name: "hangs", complaints: [.slow]) { _ in ScriptedAnswer("").broken(.hang) },
        Trouble(name: "hangs in the middle", complaints: [.slow]) { request in
          request.method == "PUT" ? ScriptedAnswer("").broken(.hang) : nil
        },
        Trouble(name: "hangs up", complaints: [.unreachable]) { _ in ScriptedAnswer("").broken(.reset) },
        Trouble(name: "trickles", complaints: [.slow]) { request in
          ScriptedAnswer(Array(repeating: 0x20, count: 100)).trickled(by: 1, every: .milliseconds(300))
        },
        Trouble(name: "dies after some requests", complaints: [.unreachable]) { request in
          request.number < 25 ? nil : ScriptedAnswer("").broken(.reset)
        },
        Trouble(name: "is full after some requests", complaints: [.full]) { request in
          request.number < 25 || request.method != "PUT" ? nil : ScriptedAnswer("", status: 507)
        },
        Trouble(name: "hears no more after some requests", complaints: [.slow]) { request in
          request.number < 25 ? nil : ScriptedAnswer("").broken(.hang)
        },
        Trouble(name: "stumbles once", complaints: [], isHarmless: true, answer: Stumbling().answer),
      ]
  }

  @Test("the files are right, one warning tells of it, and a good day repairs it", arguments: Trouble.all)
  func trouble(trouble: Trouble) async throws {
    let isBad = Atomic(true)
    let server = try MemoryCacheServer(
      honoursConditions: true, instead: { isBad.load(ordering: .relaxed) ? trouble.answer($0) : nil })
    let first = try BadRemoteMember()
    let bad = try await first.build(sharing: server.url, patience: trouble.complaints == [.slow] ? 1 : 20)
    #expect(bad.complaints == trouble.complaints, "\(bad.warnings)")
    #expect(bad.warnings.allSatisfy { $0.contains(server.url) })
    isBad.store(false, ordering: .relaxed)
    let again = try await first.build(sharing: server.url)
    #expect(again.executed == 0 && again.warnings == [])
    let (second, third) = try await BadRemoteMember.expectRepair(at: server.url)
    if trouble.isHarmless { #expect(second.executed == 0) }
    #expect(second.warnings == [])
    #expect(third.executed == 0 && third.warnings == [])
  }

  @Test(
    "nobody listens", arguments: ["http://127.0.0.1:1/x", "s3://b?endpoint=http://127.0.0.1:1", "grpc://127.0.0.1:1/x"])
  func nobody(address: String) async throws {
    let build = try await BadRemoteMember().build(sharing: address)
    #expect(build.complaints == [.unreachable], "\(build.warnings)")
  }

  @Test func `one of two caches is enough`() async throws {
    let server = try MemoryCacheServer()
    let addresses = "http://127.0.0.1:1 \(server.url)"
    #expect(try await BadRemoteMember().build(sharing: addresses).complaints == [.unreachable])
    let second = try await BadRemoteMember().build(sharing: addresses)
    #expect(second.executed == 0 && second.complaints == [.unreachable])
  }

  @Test("a limit on its silence that is none is told at once", arguments: ["soon", "0", "-1", "1e9", "nan"])
  func patience(text: String) async throws {
    let run = try await BadRemoteMember().project.shell(
      "DISTILLBUILD_REMOTE_TIMEOUT=\(text) DISTILLBUILD_REMOTE=http://127.0.0.1:1 exec $DISTILLBUILD build")
    #expect(run.status == 2 && run.errors.contains("DISTILLBUILD_REMOTE_TIMEOUT must be a number of seconds"))
  }
}
