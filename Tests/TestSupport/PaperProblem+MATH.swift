import Foundation
import Graph
import Stages

extension PaperProblem {
  /// MATH's training set, which the project does not ship: in `../shared/data`, or where `DISTILLBUILD_DATA` says.
  package enum MATH {
    package static var isPresent: Bool { FileManager.default.fileExists(atPath: folder) }

    private static var folder: String {
      let data =
        ProcessInfo.processInfo.environment["DISTILLBUILD_DATA"] ?? "\(CommandBinary.repository)/../shared/data"
      return "\(data)/math"
    }

    /// The first rows of every subject in turn, with their lines as they are published.
    ///
    /// Nobody knows which calls lead to their answers, so the calls are of all sorts, and for whole numbers one of them
    /// arrives at the answer.
    package static func first(_ count: Int) throws -> [(problem: PaperProblem, line: String)] {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }.sorted()
      let files = try names.map {
        try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8).split(separator: "\n")
      }
      var found: [(problem: PaperProblem, line: String)] = []
      for row in 0..<count {
        for lines in files where row < lines.count && found.count < count {
          if let problem = PaperProblem(MATH: String(lines[row]), number: found.count) {
            found.append((problem, String(lines[row])))
          }
        }
      }
      return found
    }
  }

  /// Nil for a row whose solution has no box.
  private init?(MATH line: String, number: Int) {
    guard let row = try? JSONNode.parse(Array(line.utf8), file: ""), let text = row["problem"]?.string,
      let solution = row["solution"]?.string, let box = Answers.boxed(in: Array(solution.utf8)[...])
    else { return nil }
    let answer = String(decoding: box, as: UTF8.self)
    self.init(
      row["id"]?.string ?? "\(number)", row["type"]?.string ?? "", text, answer: answer,
      turns: [Self.sorts[number % Self.sorts.count](2 + number / Self.sorts.count % 9)] + Self.answering(answer))
  }

  private static func answering(_ answer: String) -> [[Call]] {
    guard let value = Int(answer) else { return [] }
    return [[Call("simplify_expression", #"{"expression":"\#(value + 3) - 3"}"#, "simplify(\(value + 3) - 3)")]]
  }

  /// Calls that depend on a small number.
  private static let sorts: [@Sendable (Int) -> [Call]] = [
    { n in
      [
        Call("solve_equation", #"{"equation":"Eq(2*x + \#(n), \#(5 * n))"}"#, "solve(Eq(2*x + \(n), \(5 * n)), x)"),
        Call("factor_integer", #"{"number":"\#(n * 12)"}"#, "factorint(\(n * 12))"),
      ]
    },
    { n in
      [
        Call("expand_expression", #"{"expression":"(x + \#(n))**3"}"#, "expand((x + \(n))**3)"),
        Call("polynomial_degree", #"{"expression":"x**\#(n) + x","variable":"x"}"#, "degree(x**\(n) + x, x)"),
      ]
    },
    { n in
      let rows = #"[["\#(n)","1"],["1","\#(n)"]]"#
      return [
        Call("compute_determinant", #"{"matrix":\#(rows)}"#, "Matrix([[\(n), 1], [1, \(n)]]).det()"),
        Call("compute_inverse", #"{"matrix":\#(rows)}"#, "Matrix([[\(n), 1], [1, \(n)]]).inv()"),
      ]
    },
    { n in
      [
        Call(
          "definite_integral", #"{"expression":"x**2","variable":"x","lower":"0","upper":"\#(n)"}"#,
          "integrate(x**2, (x, 0, \(n)))"),
        Call("differentiate", #"{"expression":"x**\#(n)*sin(x)","variable":"x"}"#, "diff(x**\(n)*sin(x), x)"),
      ]
    },
    { n in
      [
        Call(
          "solve_univariate_inequality", #"{"inequality":"x**2 > \#(n * n)","variable":"x"}"#,
          "solve_univariate_inequality(x**2 > \(n * n), x, relational=False)"),
        Call(
          "compute_limit", #"{"expression":"(x**2 - \#(n * n))/(x - \#(n))","variable":"x","point":"\#(n)"}"#,
          "limit((x**2 - \(n * n))/(x - \(n)), x, \(n))"),
      ]
    },
    { n in
      [
        Call("simplify_expression", #"{"expression":"sqrt(\#(8 * n * n))"}"#, "simplify(sqrt(\(8 * n * n)))"),
        Call(
          "solve_nonlinear_system",
          #"{"equations":["x*y = \#(n)","x - y = \#(n - 1)"],"variables":["x","y"]}"#,
          "solve([x*y - \(n), x - y - \(n - 1)], [x, y], dict=True)"),
      ]
    },
  ]
}
