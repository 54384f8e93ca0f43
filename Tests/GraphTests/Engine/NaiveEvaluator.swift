@testable import Graph

/// Evaluates toy pipelines record by record, without keys, chunks, layers or cache: what the engine must agree with.
struct NaiveEvaluator {
  let pipeline: ToyPipeline
  /// By file name.
  let data: [String: [ToyRecord]]

  /// What each stage makes.
  func evaluate() -> [String: Evaluated] {
    var stages: [String: Evaluated] = [:]
    for stage in pipeline.stages {
      let inputs = stage.inputs.map { input in
        (stages[input.stage]?.records.kept ?? []).map { record in
          var record = record
          if let tag = input.tag { record.id = "\(tag)/\(record.id)" }
          return record
        }
      }
      stages[stage.name] = evaluate(stage, inputs)
    }
    return stages
  }

  struct Evaluated {
    var input = 0
    var records = SeenRecords()
    /// For a stage that works on groups, the steps that it takes.
    var steps: Set<String> = []
  }

  private func evaluate(_ stage: ToyPipeline.Stage, _ inputs: [[SeenRecords.Kept]]) -> Evaluated {
    var result = Evaluated(input: inputs.joined().count)
    switch stage.kind {
    case "read":
      let files = stage.parameters["files"]?.elements ?? []
      result.records.kept = files.compactMap(\.string).flatMap { data[$0] ?? [] }.map(\.seen)
      result.input = result.records.kept.count
    case "map", "ask": for input in inputs.joined() { map(stage, input, &result.records) }
    case "together": for input in inputs { together(stage, input, &result) }
    default: unique(stage, Array(inputs.joined()), &result.records)
    }
    return result
  }

  private func map(_ stage: ToyPipeline.Stage, _ input: SeenRecords.Kept, _ records: inout SeenRecords) {
    let rule = ToyRule(
      word: stage.parameters["word"]?.string ?? "made", drop: stage.parameters["drop"]?.string ?? "",
      asObject: stage.parameters["asObject"]?.isTrue ?? false, limit: stage.parameters["limit"]?.int)
    let samples = stage.parameters["samples"]?.int
    let values = stage.reads.map { input.value($0) }
    for sample in 0..<(samples ?? 1) {
      var record = input
      if samples != nil { record.id += "#\(sample + 1)" }
      switch rule.result(values, sample: sample).outcome {
      case .fields(let made):
        if made[0] != .missing { record.fields[FieldPath([stage.name])] = made[0] }
        records.kept.append(record)
      case .reject(let reason, let detail):
        records.rejected.append(.init(id: record.id, reason: reason, detail: detail))
      case .failure: preconditionFailure("the rule itself never fails")
      }
    }
  }

  private func together(_ stage: ToyPipeline.Stage, _ inputs: [SeenRecords.Kept], _ result: inout Evaluated) {
    let rule = ToyGroupRule(
      word: stage.parameters["word"]?.string ?? "all", drop: stage.parameters["drop"]?.string ?? "")
    var left = inputs[...]
    while let first = left.first {
      let members = left.prefix { $0.group == first.group && $0.tags == first.tags }
      left = left.dropFirst(members.count)
      let values = members.map { member in stage.reads.map { member.value($0) } }
      result.steps.insert("\(stage.name):\(ToyGroupRule.step(values))")
      for (member, outcome) in zip(members, rule.outcomes(values)) {
        switch outcome {
        case .fields(let made):
          var record = member
          record.fields[FieldPath([stage.name])] = made[0]
          result.records.kept.append(record)
        case .reject(let reason, let detail):
          result.records.rejected.append(.init(id: member.id, reason: reason, detail: detail))
        case .failure: preconditionFailure("the rule itself never fails")
        }
      }
    }
  }

  private func unique(_ stage: ToyPipeline.Stage, _ inputs: [SeenRecords.Kept], _ records: inout SeenRecords) {
    let values = inputs.map { $0.value(stage.parameters["of"]?.string ?? "problem").shown }
    var seen: Set<String> = []
    for (input, value) in zip(inputs, values) {
      guard seen.insert(value).inserted else {
        records.rejected.append(.init(id: input.id, reason: "repeat", detail: ""))
        continue
      }
      var record = input
      record.fields[FieldPath([stage.name])] = .json(Array(String(values.count { $0 == value }).utf8))
      records.kept.append(record)
    }
  }
}

extension ToyPipeline.Stage {
  /// The fields that a stage of records or groups reads.
  fileprivate var reads: [String] { parameters["reads"]?.elements?.compactMap(\.string) ?? ["problem"] }
}

extension JSONNode {
  fileprivate var isTrue: Bool { if case .boolean(let value) = value { value } else { false } }
}

extension ToyRecord {
  /// As a source hands it on.
  fileprivate var seen: SeenRecords.Kept {
    var fields: [FieldPath: FieldValue] = ["problem": .text(problem)]
    fields["x"] = x.map { .json(Array(String($0).utf8)) }
    fields["meta.a"] = a.map { .text($0) }
    fields["meta.b"] = b.map { .json(Array(String($0).utf8)) }
    return .init(id: id, group: id, fields: fields)
  }
}

extension SeenRecords.Kept {
  /// By which inputs it came: the same record by way of two makes two groups, also where they meet.
  fileprivate var tags: [Substring] { id.split(separator: "/").dropLast() }

  /// The value of a field, a member of one, or an object of several.
  fileprivate func value(_ name: String) -> FieldValue {
    let path = FieldPath(dotted: name)
    switch name {
    case "id": return .text(id)
    case "group": return .text(group)
    case "meta":
      let members = ["a", "b"].compactMap { key in fields[FieldPath(["meta", key])]?.member(key) }
      return members.isEmpty ? .missing : .json(Array("{\(members.joined(separator: ","))}".utf8))
    default:
      if let value = fields[path] { return value }
      guard path.components.count == 2, case .json(let text)? = fields[FieldPath([path.components[0]])],
        let node = (try? JSONNode.parse(text, file: ""))?[path.components[1]]
      else { return .missing }
      return node.string.map { .text($0) } ?? .json(node.utf8)
    }
  }
}

extension FieldValue {
  fileprivate func member(_ key: String) -> String? {
    switch self {
    case .missing: nil
    case .string(let text): "\"\(key)\":" + JSONNode.text(String(decoding: text, as: UTF8.self)).line
    case .json(let text): "\"\(key)\":" + String(decoding: text, as: UTF8.self)
    }
  }
}
