import Testing

@testable import Graph

@Suite("A stage reads only fields that are there, and adds only fields that are not")
struct PipelineFieldTests {
  private func complaint(_ stages: [ToyPipeline.Stage]) throws -> String? {
    do {
      _ = try Workbench().prepare(ToyPipeline(stages))
      return nil
    } catch let error as PipelineProblems {
      return error.problems.map(\.message).joined(separator: "\n")
    }
  }

  @Test func `fields of all stages before can be read, whole or in part`() throws {
    #expect(
      try complaint([
        .read(), .map("made", ["asObject": true]),
        .map("more", from: "made", ["reads": ["problem", "made.n", "meta.a", "meta", "id", "group"]]),
      ]) == nil)
  }

  @Test(arguments: [
    ("shouted", "'more' reads the field 'shouted', which no stage up to 'problems' adds"),
    ("problm", "'more' reads the field 'problm', which no stage up to 'problems' adds"),
  ]) func `a field that no stage before adds cannot`(field: String, message: String) throws {
    let stages: [ToyPipeline.Stage] = [.read(), .map("shouted"), .map("more", ["reads": [.text(field)]])]
    #expect(try complaint(stages)?.hasPrefix(message) == true)
  }

  @Test func `a field that is there cannot be added again`() throws {
    #expect(try complaint([.read(), .map("problem", ["reads": ["x"]])]) != nil)
    #expect(try complaint([.read(), .map("meta", ["reads": ["x"]])]) != nil)
  }
}
