import Foundation

/// The gold answers of MATH, MATH-500, AIME, AMC and OlympiadBench as their authors wrote them, read where they lie.
enum GoldAnswers {
  static var arePresent: Bool {
    (mathPaths + boxedPaths + barePaths).allSatisfy(RealData.exists)
  }

  /// Every gold answer, in the order of the files. A solution whose last box is empty or open has none.
  static func load() throws -> [String] {
    struct Row: Decodable { let solution: String }
    let boxed = try (mathPaths + boxedPaths).flatMap { path in
      try RealData.rows(of: Row.self, in: path).compactMap { lastBox(of: $0.solution) }
    }
    let bare = try barePaths.flatMap { try RealData.rows(of: Row.self, in: $0).map(\.solution) }
    return (boxed + bare).filter { answer in answer.contains { !$0.isWhitespace } }
  }

  private static let mathPaths = [
    "algebra", "counting_and_probability", "geometry", "intermediate_algebra", "number_theory", "prealgebra",
    "precalculus",
  ].map { "math/train-\($0).jsonl" }
  private static let boxedPaths = ["benchmarks/math500.jsonl", "benchmarks/aime.jsonl"]
  private static let barePaths = ["benchmarks/amc.jsonl", "benchmarks/olympiadbench.jsonl"]

  /// The content of the last `\boxed{…}` whose braces close. The search is not the grader's own: it is to be tested.
  private static func lastBox(of solution: String) -> String? {
    let parts = solution.components(separatedBy: "\\boxed{").dropFirst()
    return parts.lazy.compactMap(closed).last
  }

  /// The text up to the brace that closes more than was opened.
  private static func closed(_ text: String) -> String? {
    var depth = 0
    var isEscaped = false
    for index in text.indices {
      defer { isEscaped = text[index] == "\\" && !isEscaped }
      switch text[index] {
      case "{" where !isEscaped: depth += 1
      case "}" where !isEscaped: depth -= 1
      default: continue
      }
      if depth < 0 { return String(text[..<index]) }
    }
    return nil
  }
}
