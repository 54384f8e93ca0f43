import TestSupport
import Testing

@testable import Stages

@Suite("What a model's server may do wrong, what becomes of it, and how many calls it takes")
struct ModelFaultTests {
  @Test("a fault that passes costs requests and nothing else", arguments: FaultRow.passing)
  func passing(row: FaultRow) async throws {
    let server = try ScriptedServer(inOrder: row.answers)
    // On a busy machine a hundredfold clock runs away; patience is not what is asked about here.
    let model = try model(at: [server.url], timeouts: row.timeouts) { $0.retries.patience = .seconds(100_000) }
    #expect(await ask(model) == row.outcome)
    #expect(server.requests.count == row.calls)
  }

  @Test("a fault that lasts becomes a failure, after as many requests as make sense", arguments: FaultRow.failing)
  func failing(row: FaultRow) async throws {
    let server = try ScriptedServer(inOrder: row.answers)
    let model = try model(at: [server.url], timeouts: row.timeouts) {
      $0.maxResponseBytes = 2 << 20
      // How long a limit on the rate is borne is asked about here, but no other wait.
      if !row.fault.hasPrefix("429") { $0.retries.patience = .seconds(100_000) }
    }
    do throws(ModelFailure) {
      _ = try await model.reply(to: question)
      Issue.record("there must be no reply")
    } catch {
      #expect(error.description.contains(row.outcome))
      #expect(error.isHopeless == row.isHopeless)
      #expect(!error.isCancelled)
    }
    if row.fault == "429 for good" {
      // A hundredfold clock is not exact: seconds 0, 1, 3, 7, 15, 31, 63, 123, … up to 600.
      #expect((1...18).contains(server.requests.count))
    } else {
      #expect(server.requests.count == row.calls)
    }
  }

  @Test func `a server that is not there is tried as often as any`() async throws {
    let server = try ScriptedServer { _ in saying("fine") }
    server.stop()
    let text = await ask(try model(at: [server.url]))
    #expect(text.hasPrefix("model 'teacher' at http://127.0.0.1:\(server.port)/v1: no connection: "))
    #expect(text.hasSuffix(" (after 3 requests); is the server running?"))
  }
}
