import Foundation
import Synchronization
import Testing
import TestSupport

@Suite(
  "Two who build the same at once end with the same, although their model says something else each time",
  .timeLimit(.minutes(6)))
struct SharingRaceTests {
  /// How many replies are under way at once, for each of the two.
  static let concurrency = 4

  /// Counts replies.
  private final class Count: Sendable {
    private let state = Mutex(0)

    /// In words, since a solution may hold no other numbers than its own.
    var next: String {
      let number = state.withLock { count in
        count += 1
        return count
      }
      return String(number, radix: 2).map { $0 == "0" ? "well" : "now" }.joined(separator: " ")
    }
  }

  /// A strong model that never says the same twice.
  private static func fickle() -> StrongModel {
    let count = Count()
    return StrongModel { question in
      // Replies that take time are under way together.
      Thread.sleep(forTimeInterval: 0.01)
      let mark = count.next
      switch question.role {
      case .plan: return .saying("I will do what is asked, \(mark).")
      case .rewrite:
        let sentences = question.results.map { "Reckoning by hand, \(mark), we find \($0)." }.joined(separator: " ")
        return .saying("\(sentences) So the answer is $\\boxed{\(question.finalAnswer)}$.")
      case .act, .explain, .judge: return nil
      }
    }
  }

  @Test("both end complete and equal, and then nothing is left to do", arguments: SharingKind.all)
  func race(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let (one, server, problems) = try SharingModelTests.taught(
      CommandBinary.isFull ? 200 : 40, at: place, Self.fickle(), model: #""concurrency": \#(Self.concurrency)"#)
    let other = try one.clone()
    let runs = try await CommandGate.through {
      let processes = [try one.start(["build", "--json"]), try other.start(["build", "--json"])]
      return await (processes[0].wait(), processes[1].wait())
    }
    for run in [runs.0, runs.1] {
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.warnings == [])
      #expect(try run.built().status == "complete")
      #expect(try run.built()["rephrase"]?.kept == problems.count(where: \.isRight))
    }
    #expect(try one.outputs == other.outputs)
    #expect(try one.project.read("pipeline.lock.json") == other.project.read("pipeline.lock.json"))

    var paid: [String: [Int]] = [:]
    for (place, call) in server.calls.enumerated() { paid[call.text, default: []].append(place) }
    let twice = paid.values.filter { $0.count > 1 }
    // Each of the two pays once at most, and the second only while the first one's reply is on its way: from the model, to
    // the disk, to the cache. In that time each begins some calls for each that it can have under way.
    #expect(twice.allSatisfy { $0.count == 2 })
    #expect(twice.allSatisfy { $0[1] - $0[0] <= 2 * 16 * Self.concurrency }, "\(twice.map { $0[1] - $0[0] }.sorted())")

    let (calls, outputs) = (server.callCount, try one.outputs)
    for clone in [one, other] {
      #expect(try await clone.build().executedNothing)
      #expect(try clone.outputs == outputs)
    }
    let third = try one.clone()
    #expect(try await third.build().executedNothing)
    #expect(try third.outputs == outputs)
    #expect(server.callCount == calls)
    #expect(try place.damagedBlobs() == [])
  }
}
