package import Graph
private import Synchronization

/// Drops records that break a rule.
package struct FilterKind: StageKind {
  package let version = 1

  package init() {}

  package var declaration: KindDeclaration {
    KindDeclaration(
      "filter",
      parameters: [
        Parameter(
          "rules", .ingredient,
          .list(
            of: .exactlyOneOf(
              [
                Parameter(
                  "maxCharacters", .ingredient, .integer(0 ... .max), "Drops longer texts, with the reason `too-long`."),
                Parameter(
                  "minCharacters", .ingredient, .integer(0 ... .max),
                  "Drops shorter texts, with the reason `too-short`."),
                Parameter(
                  "mustMatch", .ingredient, .string,
                  "Drops texts in which this regular expression finds nothing, with the reason `no-match`."),
                Parameter(
                  "mustNotMatch", .ingredient, .string,
                  "Drops texts in which this regular expression finds something, with the reason `forbidden-match`."),
                Parameter(
                  "equals", .ingredient, .value,
                  "Drops records whose field has another value, with the reason `not-equal`."),
                Parameter(
                  "unique", .ingredient, .boolean,
                  "Drops records whose field another record before them has too, with the reason `duplicate`; the first that passes all other rules stays."
                ),
              ],
              with: [
                Parameter("field", .ingredient, .fieldPath, default: "reasoning", "The field that the rule looks at."),
                Parameter("reason", .ingredient, .string, "A reason of your own for what the rule drops."),
              ]), minimum: 1), required: true,
          "The rules, tried in order; the first that a record breaks is the reason of its reject.")
      ], "Drops records that break a rule, each with the rule's reason.")
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    var reads: [FieldPath] = []
    var rules: [FilterRule] = []
    for rule in stage.values.list("rules") {
      guard let values = rule.object else { continue }
      let path = FieldPath(dotted: values.string("field"))
      let place = reads.firstIndex(of: path) ?? reads.count
      if place == reads.count { reads.append(path) }
      rules.append(try FilterRule(values, place: place, context: context))
    }
    let hasUnique = rules.contains { $0.isUnique }
    guard rules.count <= FilterRule.most else {
      throw context.problem(
        stage.values["rules"]?.position ?? stage.position,
        "'rules' may hold \(FilterRule.most) rules, found \(rules.count)")
    }
    return PreparedStage(
      reads: reads, adds: [],
      work: hasUnique ? .decide(UniqueFilter(rules: rules)) : .map(RuleFilter(rules: rules)))
  }
}

/// One rule, ready to be tried.
struct FilterRule: Sendable {
  /// Rules are numbered by a byte in decisions.
  static let most = 255

  private let place: Int
  private let test: Test
  private let ownReason: String?

  private enum Test: Sendable {
    case maxCharacters(Int)
    case minCharacters(Int)
    case mustMatch(Pattern)
    case mustNotMatch(Pattern)
    case equals([UInt8])
    case unique
  }

  init(_ values: ParameterValues, place: Int, context: PreparationContext) throws {
    self.place = place
    ownReason = values["reason"]?.string
    if let most = values["maxCharacters"]?.int {
      test = .maxCharacters(most)
    } else if let least = values["minCharacters"]?.int {
      test = .minCharacters(least)
    } else if let pattern = values["mustMatch"] {
      test = .mustMatch(try Pattern(pattern, context))
    } else if let pattern = values["mustNotMatch"] {
      test = .mustNotMatch(try Pattern(pattern, context))
    } else if let value = values["equals"] {
      test = .equals(Array(value.json.utf8))
    } else {
      test = values["unique"]?.bool == true ? .unique : .minCharacters(0)
    }
  }

  var isUnique: Bool { if case .unique = test { true } else { false } }

  /// The reason for which a record is dropped; nil if it passes.
  func reason(to drop: Record) -> String? {
    let value = drop[place]
    let broken: String? =
      switch test {
      case .maxCharacters(let most): FilterRule.characters(value) > most ? "too-long" : nil
      case .minCharacters(let least): FilterRule.characters(value) < least ? "too-short" : nil
      case .mustMatch(let pattern): pattern.isFound(in: value.bytes) ? nil : "no-match"
      case .mustNotMatch(let pattern): pattern.isFound(in: value.bytes) ? "forbidden-match" : nil
      case .equals(let json): FilterRule.canonical(value) == json ? nil : "not-equal"
      case .unique: nil
      }
    return broken.map { ownReason ?? $0 }
  }

  var duplicateReason: String { ownReason ?? "duplicate" }

  /// What two records must share to be called duplicates. Those that lack the field are no one's.
  func identity(of record: Record) -> Digest {
    record[place].kind == .missing
      ? UniqueFilter.nobody : Digest(of: [record[place].kind.rawValue] + record[place].bytes)
  }

  /// A value as the pipeline file's are compared: without regard to the order of keys.
  private static func canonical(_ value: FieldView) -> [UInt8]? {
    guard let text = value.jsonText else { return nil }
    guard text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[") else { return text }
    return (try? JSONNode.parse(text, file: "a field"))?.utf8
  }

  /// Unicode scalars: what most people and all tokenisers mean by characters, give or take accents.
  private static func characters(_ value: FieldView) -> Int { value.bytes.count { $0 & 0xC0 != 0x80 } }
}

/// A regular expression in Swift's syntax, which is close to that of Perl and Python.
private final class Pattern: Sendable {
  private let text: String
  /// Compiled ones that no thread is using: one cannot be shared, and compiling costs more than matching.
  private let idle = Mutex<[Compiled]>([])

  /// Handed from thread to thread by the lock, and used by one at a time.
  private struct Compiled: @unchecked Sendable {
    let regex: Regex<AnyRegexOutput>
  }

  init(_ value: ParameterValue, _ context: PreparationContext) throws {
    text = value.string ?? ""
    do {
      _ = try Regex(text)
    } catch {
      throw context.problem(value.position, "'\(text)' is not a regular expression: \(error)")
    }
  }

  func isFound(in bytes: ArraySlice<UInt8>) -> Bool {
    guard let compiled = idle.withLock({ $0.popLast() }) ?? (try? Regex(text)).map(Compiled.init) else { return false }
    defer { idle.withLock { $0.append(compiled) } }
    return (try? compiled.regex.firstMatch(in: String(decoding: bytes, as: UTF8.self))) != nil
  }
}

/// Rules that look at one record at a time.
private struct RuleFilter: RecordStage {
  let rules: [FilterRule]

  func result(for record: Record, sample: Int) -> StageResult {
    for rule in rules {
      if let reason = rule.reason(to: record) { return StageResult(.reject(reason: reason)) }
    }
    return StageResult(.fields([]))
  }
}

/// Rules of which at least one asks for uniqueness, so that all records must be seen before one is dropped.
struct UniqueFilter: DecidingStage {
  let rules: [FilterRule]

  /// Stands for a field that is not there.
  static let nobody = Digest(of: Array("no value".utf8))
  private static let isOut: UInt8 = 0
  private static let isIn: UInt8 = 1

  /// A byte a row, and for rows that pass all other rules a digest for each rule that asks for uniqueness.
  func summarise(_ chunk: ChunkView) throws -> [UInt8] {
    var summary: [UInt8] = []
    for row in 0..<chunk.rows {
      let record = chunk[row]
      let passes = rules.allSatisfy { $0.reason(to: record) == nil }
      summary.append(passes ? UniqueFilter.isIn : UniqueFilter.isOut)
      guard passes else { continue }
      for rule in rules where rule.isUnique { rule.identity(of: record).append(to: &summary) }
    }
    return summary
  }

  /// A byte a row: 0, or the number of the rule that calls it a duplicate, counted from 1.
  func decide(_ summaries: [[UInt8]]) throws -> [[UInt8]] {
    let unique = rules.count { $0.isUnique }
    var seen: [Set<Digest>] = Array(repeating: [], count: unique)
    return summaries.map { summary in
      var decision: [UInt8] = []
      var place = 0
      while place < summary.count {
        let isIn = summary[place] == UniqueFilter.isIn
        place += 1
        guard isIn else {
          decision.append(0)
          continue
        }
        let digests = (0..<unique).compactMap { number in
          Digest(bytes: summary[place + number * 32..<place + (number + 1) * 32])
        }
        place += unique * 32
        if let rule = digests.indices.first(where: {
          seen[$0].contains(digests[$0]) && digests[$0] != UniqueFilter.nobody
        }) {
          decision.append(UInt8(rule + 1))
        } else {
          decision.append(0)
          for (number, digest) in digests.enumerated() { seen[number].insert(digest) }
        }
      }
      return decision
    }
  }

  func apply(_ decision: [UInt8], to chunk: ChunkView) throws -> [Outcome] {
    let unique = rules.filter(\.isUnique)
    return (0..<chunk.rows).map { row in
      let record = chunk[row]
      for rule in rules {
        if let reason = rule.reason(to: record) { return .reject(reason: reason) }
      }
      let rule = Int(decision[row])
      return rule == 0 ? .fields([]) : .reject(reason: unique[rule - 1].duplicateReason)
    }
  }
}
