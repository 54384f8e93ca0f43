@testable import Graph

/// Toy pipelines and edits drawn from a seed.
struct RandomPipeline {
  var pipeline = ToyPipeline([])
  /// By file name.
  var data: [String: [ToyRecord]] = [:]
  private var dice: SeededGenerator
  /// The fields that come out of each stage.
  private var fields: [String: Set<String>] = [:]
  private var nextId = 0

  init(seed: UInt64) {
    dice = SeededGenerator(seed: seed)
    for number in 1...Int.random(in: 1...2, using: &dice) { addSource("source\(number)") }
    for number in 1...Int.random(in: 2...5, using: &dice) { addStage("s\(number)") }
  }
}

extension RandomPipeline {
  private mutating func addSource(_ name: String) {
    let files = (1...Int.random(in: 1...2, using: &dice)).map { "\(name)-\($0).jsonl" }
    for file in files { data[file] = (0..<Int.random(in: 0...14, using: &dice)).map { _ in newRecord() } }
    pipeline.stages.append(.read(name, files: files))
    fields[name] = ["problem", "x", "meta", "meta.a", "meta.b"]
  }

  private mutating func newRecord() -> ToyRecord {
    nextId += 1
    // Few words, so that records repeat each other.
    return ToyRecord(
      "r\(nextId)", "p\(Int.random(in: 0...30, using: &dice))",
      x: maybe { Int.random(in: 1...12, using: &$0) }, a: maybe { "é\"\(Int.random(in: 0...2, using: &$0))" },
      b: maybe { Int.random(in: 1...12, using: &$0) }, endsChunk: Int.random(in: 0...5, using: &dice) == 0)
  }

  private mutating func addStage(_ name: String) {
    var stage =
      switch pick(8) {
      case 0, 1: ToyPipeline.Stage.unique(name)
      case 2: ToyPipeline.Stage.together(name, from: "")
      case 3, 4: ToyPipeline.Stage.ask(name)
      default: ToyPipeline.Stage.map(name)
      }
    let before = pipeline.stages.map(\.name).shuffled(using: &dice)
    let inputs = before.prefix(pick(3) == 0 ? 2 : 1)
    // Merged inputs always get tags of their own, since they may share ids.
    stage.inputs = inputs.map { InputReference(stage: $0, tag: inputs.count > 1 ? "\($0)-to-\(name)" : nil) }
    let shared = inputs.map { fields[$0] ?? [] }.reduce(fields[inputs[0]] ?? []) { $0.intersection($1) }
    let readable = (shared.union(["id", "group"])).sorted()
    fields[name] = shared.union([name])
    if stage.kind == "unique" {
      stage.parameters["of"] = .text(readable[pick(readable.count)])
    } else {
      let count = min(readable.count, 1 + pick(3))
      stage.parameters["reads"] = .list(readable.shuffled(using: &dice).prefix(count).map { .text($0) })
      if pick(2) == 0 { stage.parameters["drop"] = .text("\(pick(10))") }
    }
    if ["map", "ask"].contains(stage.kind) {
      if pick(3) == 0 {
        stage.parameters["asObject"] = true
        fields[name]?.insert("\(name).n")
      }
      if pick(3) == 0 { stage.parameters["samples"] = .number(1 + pick(2)) }
      if pick(2) == 0 { stage.parameters["limit"] = .number(1 + pick(10)) }
    }
    pipeline.stages.append(stage)
  }

  private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &dice) }

  private mutating func maybe<Value>(_ make: (inout SeededGenerator) -> Value) -> Value? {
    pick(3) == 0 ? nil : make(&dice)
  }
}

extension RandomPipeline {
  /// Changes something about the data or the parameters.
  /// - Returns: what, for a failed test's message.
  mutating func edit() -> String {
    let files = data.keys.sorted()
    let file = files[pick(files.count)]
    var records = data[file] ?? []
    defer { data[file] = records }
    switch pick(8) {
    case 0:
      guard let place = records.indices.randomElement(using: &dice) else { return "no record to change" }
      records[place].problem = "p\(pick(30))"
      return "problem of \(records[place].id)"
    case 1:
      guard let place = records.indices.randomElement(using: &dice) else { return "no record to change" }
      records[place].x = maybe { Int.random(in: 1...12, using: &$0) }
      records[place].b = maybe { Int.random(in: 1...12, using: &$0) }
      return "x and b of \(records[place].id)"
    case 2:
      let place = pick(records.count + 1)
      records.insert(newRecord(), at: place)
      return "insert at \(place) of \(file)"
    case 3:
      guard !records.isEmpty else { return "no record to delete" }
      let place = pick(records.count)
      records.remove(at: place)
      return "delete at \(place) of \(file)"
    case 4:
      records.shuffle(using: &dice)
      return "shuffle \(file)"
    default: return editParameter()
    }
  }

  private mutating func editParameter() -> String {
    let places = pipeline.stages.indices.filter { pipeline.stages[$0].parameters["reads"] != nil }
    guard let place = places.randomElement(using: &dice) else { return "no parameter to change" }
    let (name, value): (String, JSONNode) =
      switch pick(pipeline.stages[place].kind == "together" ? 2 : 4) {
      case 0: ("word", .text("w\(pick(3))"))
      case 1: ("drop", .text("\(pick(10))"))
      case 2: ("samples", .number(1 + pick(3)))
      // A stage without a bound gets none: see BuildBoundTests.
      default: pipeline.stages[place].parameters["limit"].map { _ in ("limit", .number(1 + pick(10))) } ?? ("pace", 2)
      }
    pipeline.stages[place].parameters[name] = value
    return "\(name) of \(pipeline.stages[place].name) = \(value.line)"
  }
}
