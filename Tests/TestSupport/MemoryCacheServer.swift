import Synchronization

/// A web server that keeps what is put, in memory: Bazel's cache protocol, with or without conditions.
package final class MemoryCacheServer: Sendable {
  private let server: ScriptedServer
  private let objects: Objects

  /// What it keeps, by path.
  private final class Objects: Sendable {
    let byPath = Mutex<[String: [UInt8]]>([:])
  }

  /// - Parameters:
  ///   - honoursConditions: whether `If-None-Match: *` is heard.
  ///   - meddle: may change an answer, or put another in its place.
  ///   - instead: may answer in the server's place, which then keeps nothing.
  package init(
    honoursConditions: Bool = false,
    meddle: @escaping @Sendable (ScriptedRequest, ScriptedAnswer) -> ScriptedAnswer = { $1 },
    instead: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer? = { _ in nil }
  ) throws {
    let objects = Objects()
    self.objects = objects
    server = try ScriptedServer { request in
      instead(request) ?? meddle(request, Self.answer(request, objects, honoursConditions: honoursConditions))
    }
  }

  /// Its address.
  package var url: String { server.url }
  /// Its port.
  package var port: Int { server.port }
  /// All requests so far.
  package var requests: [ScriptedRequest] { server.requests }

  /// Changes what it keeps, behind everyone's back.
  package func change(_ body: (inout [String: [UInt8]]) -> Void) { objects.byPath.withLock { body(&$0) } }

  private static func answer(
    _ request: ScriptedRequest, _ objects: Objects, honoursConditions: Bool
  ) -> ScriptedAnswer {
    objects.byPath.withLock { kept in
      switch request.method {
      case "GET", "HEAD": return kept[request.path].map { ScriptedAnswer($0) } ?? ScriptedAnswer("", status: 404)
      case "PUT":
        if honoursConditions, request.header("if-none-match") == "*", kept[request.path] != nil {
          return ScriptedAnswer("", status: 412)
        }
        let isNew = kept.updateValue(request.body, forKey: request.path) == nil
        return ScriptedAnswer("", status: isNew ? 201 : 204)
      default: return ScriptedAnswer("", status: 405)
      }
    }
  }
}
