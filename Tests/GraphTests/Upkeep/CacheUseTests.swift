import Testing

@testable import Graph

@Suite("What a cache saved is counted from runs' reports and from what calls took")
struct CacheUseTests {
  private static func sum(_ provenances: String...) -> CallSum {
    provenances.reduce(into: CallSum()) { $0.add(provenance: $1) }
  }

  @Test func `provenances are added up; what they lack counts as nothing`() {
    let sum = Self.sum(
      #"{"inputTokens":10,"outputTokens":2,"cost":0.5,"seconds":1.5,"by":"ann@host"}"#,
      #"{"inputTokens":30,"outputTokens":4}"#, "no JSON", #"{"cost":1e999,"seconds":"long"}"#)
    #expect(sum.calls == 4)
    #expect(sum.inputTokens == 40)
    #expect(sum.outputTokens == 6)
    #expect(sum.cost == 0.5)
    #expect(sum.seconds == 1.5)
    #expect(sum.untimed == 3)
  }

  @Test func `what was remembered and what was reused is saved, each call as the average one`() {
    let calls = Self.sum(
      #"{"inputTokens":10,"outputTokens":2,"cost":0.5,"seconds":1}"#,
      #"{"inputTokens":30,"outputTokens":4,"cost":1.5,"seconds":3}"#)
    // Two calls for the one input: a reused input stands for two.
    let use = CacheUse(
      reports: [
        #"{"stages":[{"name":"solve","in":4,"reused":0,"calls":{"made":8,"reused":0}}]}"#,
        #"{"stages":[{"name":"solve","in":4,"reused":3,"calls":{"made":1,"reused":1}},{"name":"split","in":4,"reused":4}]}"#,
        "no JSON",
      ], stages: ["solve": CacheUse.Stage(calls: calls, inputs: 1)])
    #expect(use.records == CacheUse.Rate(all: 12, reused: 7))
    #expect(use.calls == CacheUse.Rate(all: 10, reused: 1))
    #expect(use.saved.calls == 7)
    #expect(use.saved.inputTokens == 140)
    #expect(use.saved.outputTokens == 21)
    #expect(use.saved.cost == 7)
    #expect(use.saved.seconds == 14)
  }

  @Test func `without runs nothing is found, and nothing is divided by nothing`() {
    let use = CacheUse(reports: [], stages: ["solve": CacheUse.Stage(calls: CallSum(), inputs: 0)])
    #expect(use.records.share == nil)
    #expect(use.saved == CacheUse.Saving())
  }
}
