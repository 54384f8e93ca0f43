import Foundation
import Stages

/// A text's bytes.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Bytes as a text.
func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// GSM8K's training set, which the project does not ship: in `../shared/data`, or where `DISTILLBUILD_DATA` says.
enum GSM8KTrain {
  struct Problem: Decodable {
    let question: String
    let answer: String

    /// What stands after `####`.
    var gold: String { answer.components(separatedBy: "#### ").last ?? "" }
  }

  static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path()) }

  static func problems() throws -> [Problem] {
    let decoder = JSONDecoder()
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(Problem.self, from: $0)
    }
  }

  private static var file: URL { folder.appending(path: "gsm8k/train.jsonl") }

  private static var folder: URL {
    if let path = ProcessInfo.processInfo.environment["DISTILLBUILD_DATA"] { return URL(filePath: path) }
    // Tests/StagesTests/Offline/OfflineSupport.swift lies four steps below the package's root.
    return URL(filePath: #filePath).resolvingSymlinksInPath().appending(path: "../../../../../shared/data")
      .standardizedFileURL
  }
}

/// Reads the equations of a text, as a doubtful reader with a calculator would.
enum Equations {
  /// Every chain `a = b = …` whose sides are not all equal, and everything that looks like one and cannot be read.
  static func wrong(in text: [UInt8]) -> [String] {
    chains(in: text).filter { chain in
      let values = chain.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false).map {
        try? Calculator.evaluate($0)
      }
      return values.contains(nil) || Set(values).count > 1
    }.map { string(Array($0)) }
  }

  /// The longest runs of arithmetic that hold an equals sign.
  static func chains(in text: [UInt8]) -> [ArraySlice<UInt8>] {
    let arithmetic = Set("0123456789.+-×÷/()^%= ".utf8)
    return text.split { !arithmetic.contains($0) }.compactMap { run in
      var run = run
      // A full stop before a space ends the chain and begins another.
      if let stop = run.indices.dropLast().first(where: { run[$0] == UInt8(ascii: ".") && run[$0 + 1] == 0x20 }) {
        run = run[..<stop]
      }
      while let last = run.last, last == 0x20 || last == UInt8(ascii: ".") { run.removeLast() }
      while run.first == 0x20 { run.removeFirst() }
      return run.contains(UInt8(ascii: "=")) ? run : nil
    }
  }
}
