/// Lines up cells for people.
struct Table {
  private var rows: [[String]] = []
  private let words: Int

  /// - Parameter words: how many columns, from the first, hold words and not numbers.
  init(_ heading: [String], words: Int = 1) {
    rows = [heading]
    self.words = words
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// Words to the left, numbers to the right.
  var lines: [String] {
    let widths = rows.reduce(into: Array(repeating: 0, count: rows[0].count)) { widths, row in
      for (place, cell) in row.enumerated() { widths[place] = max(widths[place], cell.count) }
    }
    return rows.map { row in
      let cells = row.enumerated().map { place, cell in
        let padding = String(repeating: " ", count: widths[place] - cell.count)
        return place < words ? cell + padding : padding + cell
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension Int {
  /// With commas between thousands.
  var grouped: String {
    let digits = String(magnitude)
    var out = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { out.append(",") }
      out.append(digit)
    }
    return self < 0 ? "-" + out : out
  }
}

extension Int {
  /// `1 record`, `2,000 records`.
  func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}

extension Double {
  /// Seconds, as people say them.
  var duration: String {
    if self < 0.995 { return "\(Int((self * 1000).rounded())) ms" }
    if self < 59.95 { return "\((self * 10).rounded() / 10) s" }
    let seconds = Int(rounded())
    return seconds < 3600 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }
}
