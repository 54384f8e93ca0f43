internal import Graph

/// What a `verify` stage was told: what it reads, what it adds, and what it makes of a single record.
struct VerifyRules: Sendable {
  let keep: Keep
  let minPassRate: Double?
  let maxPassRate: Double?
  let requiresToolUse: Bool
  let errata: Errata?

  /// Which records go on.
  enum Keep: String, CaseIterable, Sendable { case correct, any, all, majority, everything }

  init(_ values: ParameterValues, errata: Errata?) {
    keep = Keep(rawValue: values.string("keep")) ?? .correct
    minPassRate = values["minPassRate"]?.double
    maxPassRate = values["maxPassRate"]?.double
    requiresToolUse = values.bool("requireToolUse")
    self.errata = errata
  }

  /// Whether a record's outcome depends on the others of its group.
  var isGrouped: Bool { ![.correct, .everything].contains(keep) || hasPassRates }

  var hasPassRates: Bool { minPassRate != nil || maxPassRate != nil }

  /// The group comes last, and is read only for looking it up in the errata.
  var reads: [FieldPath] {
    ["answer", TraceFields.answer] + (requiresToolUse ? [TraceFields.calls] : []) + (errata == nil ? [] : [.group])
  }

  var adds: [FieldPath] {
    ["verdict"] + (isGrouped ? ["passRate"] : []) + (errata == nil ? [] : ["correction"])
  }

  /// What is to be said of a record by itself.
  enum Look {
    /// Dropped, whatever its answer: it takes no part in votes and pass rates either.
    case dropped(Outcome)
    case graded(GradedAnswer)
  }

  /// Grades a record.
  func look(at record: Record) -> Look {
    var (gold, correction) = (record[0].bytes, Errata.Correction?.none)
    switch errata?[record[reads.count - 1].bytes] {
    case .exclusion(let why): return .dropped(.reject(reason: "excluded", detail: why))
    case .correction(let found): (gold, correction) = (found.answer[...], found)
    case nil: break
    }
    if requiresToolUse, record[2].kind == .missing || record[2].bytes.elementsEqual("[]".utf8) {
      return .dropped(.reject(reason: "no-tool-used"))
    }
    return .graded(GradedAnswer(answer: record[1].bytes, gold: gold, correction: correction))
  }

  /// What becomes of a record where its own verdict decides.
  func outcome(of answer: GradedAnswer, passRate: PassRate?) -> Outcome {
    answer.verdict == .correct || keep == .everything
      ? kept(answer, passRate: passRate) : .reject(reason: answer.verdict.rawValue, detail: answer.words)
  }

  /// A record that goes on, with all that is known of it.
  func kept(_ answer: GradedAnswer, passRate: PassRate?) -> Outcome {
    // A vote needs no gold answer, and where there is none there is no verdict.
    let hasVerdict = keep != .majority || !answer.gold.isEmpty
    var fields: [FieldValue] = [hasVerdict ? .text(answer.verdict.rawValue) : .missing]
    if isGrouped { fields.append(passRate.map { .json(Array($0.text.utf8)) } ?? .missing) }
    if errata != nil { fields.append(answer.correction.map { .string($0.answer) } ?? .missing) }
    return .fields(fields)
  }
}
