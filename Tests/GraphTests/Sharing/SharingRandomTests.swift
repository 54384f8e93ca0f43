import Foundation
import Testing

@testable import Graph

/// Clones of one random pipeline that edit it on their own, take over each other's state, lose their caches, and share one
/// remote, against an evaluator that knows of none of this.
///
/// `DISTILLBUILD_RANDOM_PIPELINES=1000` tries more; `DISTILLBUILD_RANDOM_SEED=17` starts elsewhere.
@Suite("Whoever builds what, a shared cache changes nothing but the time", .timeLimit(.minutes(10)))
struct SharingRandomTests {
  static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["DISTILLBUILD_RANDOM_SEED"].flatMap(UInt64.init) ?? 1
    let count = environment["DISTILLBUILD_RANDOM_PIPELINES"].flatMap(UInt64.init) ?? 20
    return first..<first + count
  }()

  @Test(arguments: seeds)
  func `what one has made nobody makes again, and it is what the naive evaluator makes`(seed: UInt64) async throws {
    var team = try SharingTeam(seed: seed)
    for _ in 1...8 {
      let (built, state) = try await team.step()
      team.expect(built.complaints == [], "complaints: \(built.complaints)")
      let other = try SharingMember()
      let again = try await team.build(other, state)
      team.expect(again.built.ran == [], "an empty cache made \(again.built.ran)")
      team.expect(again.built.executed.values.allSatisfy { $0 == 0 }, "an empty cache made \(again.built.executed)")
      team.expect(again.built.manifests == built.built.manifests, "the artifacts differ")
      if team.hasFailed { break }
    }
    team.expect(team.remote.counts.early == [], "entries came before their blobs")
  }

  @Test(arguments: seeds)
  func `nor does one that forgets, fails and damages what it has`(seed: UInt64) async throws {
    var team = try SharingTeam(seed: seed)
    for number in 1...8 {
      let dice = SharingDice(seed: seed &* 1000 &+ UInt64(number))
      let isBad = number < 7
      if isBad {
        team.remote.misbehave(dice)
        team.remote.lose(dice)
      } else {
        team.remote.behave()
      }
      let (built, state) = try await team.step()
      let kinds = Set(built.complaints.map { $0.split(separator: ":").first ?? "" }.map(SharingTeam.kind))
      team.expect(kinds.count == built.complaints.count, "told twice: \(built.complaints)")
      if team.hasFailed { break }
      // On a good day whatever the bad ones left is put right by the first who needs it.
      guard !isBad else { continue }
      _ = try await team.build(try SharingMember(), state)
      let again = try await team.build(try SharingMember(), state)
      team.expect(again.built.ran == [] && again.complaints == [], "\(again.built.ran), \(again.complaints)")
    }
  }
}
