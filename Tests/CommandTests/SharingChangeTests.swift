import Testing
import TestSupport

@Suite("What differs from what others have built is made, and the rest is theirs", .timeLimit(.minutes(6)))
struct SharingChangeTests {
  @Test("a changed stage, then a changed record: what depends on them, chunk by chunk", arguments: SharingKind.all)
  func changes(_ kind: SharingKind) async throws {
    // Some twenty chunks: where chance cuts few lines, no fewer than five are to be expected in any run.
    let problems = [CommandProblem].unique(5_000)
    let mine = try SharingClone(problems, at: try SharingPlace(kind))
    let first = try await mine.build()
    let chunks = try #require(first["solve"]?.chunks.executed)
    #expect(chunks > 4)

    let other = try mine.clone()
    let executed = try await other.build("--set", "translate.revision=2").executed
    let right = problems.count(where: \.isRight)
    #expect(["problems", "solve", "verify"].allSatisfy { executed[$0] == 0 })
    #expect(executed["translate"] == right)
    // It makes the same of everything, so what follows is what it was.
    #expect(["rephrase", "filter", "sft"].allSatisfy { executed[$0] == 0 })
    #expect(try other.outputs == mine.outputs)

    var changed = problems
    let (place, spare) = (1_000, [CommandProblem].unique(2))
    changed[place] = spare[0]
    // Where the earlier results lie, only the lines around the changed one are parsed again: the chunk it lies in.
    let twin = SharingClone(try mine.project.copy(), remote: nil)
    try twin.project.write(changed.text, to: "data/problems.jsonl")
    let chunk = try #require(try await twin.build()["problems"])
    #expect(chunk.chunks.executed < chunks)

    let third = try mine.clone()
    try third.project.write(changed.text, to: "data/problems.jsonl")
    let report = try await third.build()
    for stage in report.stages {
      switch stage.kind {
      // What reads files, and what decides on all records at once, is not shared piece by piece: it is cheap to make.
      case "load", "split": break
      default:
        #expect(stage.chunks.executed <= chunk.chunks.executed, "\(stage.name)")
        #expect(stage.executed <= chunk.executed, "\(stage.name)")
        #expect(stage.executed > 0)
      }
    }
    #expect(try third.outputs == twin.outputs)

    // What was made of it is everybody's in turn, and a record of a chunk that is here costs itself alone.
    try mine.project.write(changed.text, to: "data/problems.jsonl")
    #expect(try await mine.build().executedNothing)
    changed[place + 1] = spare[1]
    try mine.project.write(changed.text, to: "data/problems.jsonl")
    let next = try await mine.build()
    #expect(next["solve"]?.executed == 1)
    // The records of the changed chunk came with their keys, so that they are found one by one elsewhere too.
    let fourth = try third.clone()
    #expect(try await fourth.build("solve").executedNothing)
    try fourth.project.write(changed.text, to: "data/problems.jsonl")
    let found = try await fourth.using(remote: nil).build("solve")
    #expect(found["solve"]?.executed == 1)
  }
}
