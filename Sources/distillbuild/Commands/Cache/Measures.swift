/// A length of time as the command line takes it: `30d`, `12h`.
struct Age {
  let seconds: Int

  private static let units = ["w": 604_800, "d": 86_400, "h": 3600, "m": 60]

  /// - Throws: `MeasureMistake`.
  init(_ text: String) throws(MeasureMistake) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count)
    guard !digits.isEmpty else { throw MeasureMistake(text, at: 0, expected: "a whole number and then w, d, h or m") }
    guard let factor = Age.units[String(unit)] else {
      let right = unit.first.map { Age.units[String($0)] != nil } ?? false
      throw MeasureMistake(
        text, at: digits.count + (right ? 1 : 0), expected: right ? "nothing more" : "w, d, h or m")
    }
    guard let number = Int(digits), number <= Int(Int32.max) else {
      throw MeasureMistake(text, at: 0, expected: "a smaller number")
    }
    seconds = number * factor
  }
}

/// A size as the command line takes it: `500MB`, `1.5GiB`.
struct ByteSize {
  let bytes: Int

  private static let units = [
    "": 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000,
    "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
  ]

  /// - Throws: `MeasureMistake`.
  init(_ text: String) throws(MeasureMistake) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), digits.last != "." else {
      throw MeasureMistake(text, at: 0, expected: "a number and then B, kB, MB, GB, TB, KiB, MiB, GiB or TiB")
    }
    guard let factor = ByteSize.units[String(text.dropFirst(digits.count))] else {
      throw MeasureMistake(text, at: digits.count, expected: "B, kB, MB, GB, TB, KiB, MiB, GiB or TiB")
    }
    guard number * Double(factor) < 1e18 else { throw MeasureMistake(text, at: 0, expected: "a smaller number") }
    bytes = Int(number * Double(factor))
  }
}

/// A measure that cannot be read.
struct MeasureMistake: Error, CustomStringConvertible {
  let description: String

  init(_ text: String, at place: Int, expected: String) {
    let rest = text.dropFirst(place)
    let found = rest.isEmpty ? "its end" : "'\(rest)'"
    description = "'\(text)', character \(place + 1): expected \(expected), found \(found)"
  }
}
