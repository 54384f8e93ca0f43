import HTTP
import Foundation
import Graph
import Synchronization
import TestSupport

@testable import Stages

/// A model at a scripted server, and calls that are remembered in a folder of their own.
final class AgentBench: Sendable {
  private let folder: String
  let server: ScriptedServer
  let calls: StageCalls
  let model: ModelUse

  /// - Parameter script: the replies, by what was asked.
  init(
    maxTokens: Int? = nil, toolProtocol: ToolProtocol = .native,
    _ script: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer
  ) throws {
    folder = "\(Disk.resolved(NSTemporaryDirectory()) ?? "/tmp")/agents-\(UUID().uuidString)"
    server = try ScriptedServer(script)
    let index = try Index(folder: folder)
    calls = StageCalls(store: try CallStore(index: index, now: { 0 }), recipe: Digest(of: []))
    var settings = ModelSettings(
      name: "teacher", servedName: "m", endpoints: [ModelSettings.Endpoint(url: "\(server.url)/v1")],
      retries: RetryPolicy(attempts: 2))
    settings.toolProtocol = toolProtocol
    let entry = ModelEntry(settings: settings, sampling: ChatRequest.Sampling(), maxTokens: maxTokens)
    model = ModelUse(
      entry: entry, runtime: StageRuntime(cache: folder, environment: [:], clock: .fast))
  }

  /// Replies given one after the other, and the last one again and again.
  convenience init(_ replies: [ScriptedAnswer], toolProtocol: ToolProtocol = .native) throws {
    try self.init(toolProtocol: toolProtocol) { replies[min($0.number, replies.count - 1)] }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The messages of a request as the server saw them: `role: content`.
  func messages(_ number: Int) throws -> [String] {
    let node = try JSONNode.parse(server.requests[number].body, file: "")
    return (node["messages"]?.elements ?? []).map {
      "\($0["role"]?.string ?? ""): \($0["content"]?.string ?? "")"
        + ($0["tool_calls"].map { " \($0.elements?.count ?? 0) calls" } ?? "")
    }
  }
}
