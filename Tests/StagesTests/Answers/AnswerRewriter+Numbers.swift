// Numbers, fractions and what is written behind them.
extension AnswerRewriter {
  static let numbers = [
    Rule("trailing zeros, a point or a plus") { answer in
      guard let value = answer.integer else { return [] }
      return ["\(value).0", "\(value).00", "\(value).", value > 0 ? "+\(value)" : "\(value)", "-(\(-value))"]
    },
    Rule("thousands separators") { answer in
      guard let value = answer.integer, abs(value) >= 1_000 else { return [] }
      return [",", "{,}", ",\\!", "\\,", " "].map { grouped(value, $0) }
    },
    Rule("the number in words") { answer in
      guard let value = answer.integer, 0..<numberWords.count ~= value else { return [] }
      return [numberWords[value], "\\text{\(numberWords[value])}", numberWords[value].uppercased()]
    },
    Rule("scientific notation") { answer in
      guard let value = answer.integer, abs(value) >= 100 else { return [] }
      let digits = String(abs(value))
      let mantissa = (value < 0 ? "-" : "") + String(digits.prefix(1)) + "." + digits.dropFirst()
      return [
        "\(mantissa) \\times 10^{\(digits.count - 1)}", "\(mantissa)e\(digits.count - 1)",
        "\(mantissa)\\cdot10^\(digits.count - 1)",
      ]
      .filter { digits.count < 11 || !$0.hasSuffix("10^\(digits.count - 1)") }
    },
    Rule("an integer as a calculation") { answer in
      guard let value = answer.integer, abs(value) < 1_000_000_000 else { return [] }
      return [
        "\\frac{\(3 * value)}{3}", "\(value - 7) + 7", "\\sqrt{\(value * value)}", "\(value)/1",
        "2 \\cdot \(value) - \(abs(value))",
      ].enumerated().filter { value >= 0 || $0.offset != 2 && $0.offset != 4 }.map(\.element)
    },
    Rule("decimal as fraction") { answer in
      guard let (top, bottom) = decimalFraction(answer.text) else { return [] }
      return ["\\frac{\(top)}{\(bottom)}", "\(top)/\(bottom)", answer.text + "0"]
        + (answer.text.hasPrefix("0.") ? [String(answer.text.dropFirst())] : [])
        + (answer.text.hasPrefix(".") ? ["0\(answer.text)"] : [])
    },
    Rule("fraction with a slash") { answer in
      guard let (top, bottom) = answer.fraction else { return [] }
      return ["\(top)/\(bottom)", "(\(top)/\(bottom))", "\(top) / \(bottom)", "\(top)\\div \(bottom)"]
    },
    Rule("the sign of a fraction elsewhere") { answer in
      guard let (top, bottom) = answer.fraction, top < 0 else { return [] }
      return [
        "-\\frac{\(-top)}{\(bottom)}", "\\frac{\(top)}{\(bottom)}", "\\frac{\(-top)}{-\(bottom)}",
        "-(\(-top)/\(bottom))",
      ]
    },
    Rule("fraction as decimal") { answer in
      guard let (top, bottom) = answer.fraction, let decimal = decimal(top, bottom) else { return [] }
      return [decimal]
    },
    Rule("fraction as mixed number") { answer in
      guard let (top, bottom) = answer.fraction, abs(top) > bottom, top % bottom != 0 else { return [] }
      let (sign, whole, rest) = (top < 0 ? "-" : "", abs(top) / bottom, abs(top) % bottom)
      return [
        "\(sign)\(whole)\\frac{\(rest)}{\(bottom)}", "\(sign)\(whole) \(rest)/\(bottom)",
        "\(sign)\(whole)\\,\\frac{\(rest)}{\(bottom)}",
      ]
    },
    Rule("fraction not in lowest terms") { answer in
      guard let (top, bottom) = answer.fraction else { return [] }
      return [
        "\\frac{\(2 * top)}{\(2 * bottom)}", "\(30 * top)/\(30 * bottom)", "\(top) \\cdot \\frac{1}{\(bottom)}",
        "\(top) \\times \(bottom)^{-1}",
      ]
    },
    Rule("mixed number as fraction") { answer in
      guard let match = answer.text.wholeMatch(of: /(\d{1,6})\s*\\frac\{(\d{1,6})\}\{(\d{1,6})\}/),
        let whole = Int(match.1),
        let top = Int(match.2), let bottom = Int(match.3), top < bottom
      else { return [] }
      let fraction = "\\frac{\(whole * bottom + top)}{\(bottom)}"
      return [fraction, "\(whole * bottom + top)/\(bottom)", "\(whole) + \(top)/\(bottom)"]
        + (decimal(whole * bottom + top, bottom).map { [$0] } ?? [])
    },
  ]

  /// Signs and units that stand at a number.
  static let marks = [
    Rule("percent") { answer in
      guard answer.text.hasSuffix("\\%") else { return [] }
      let number = PlainAnswer(String(answer.text.dropLast(2)))
      var spellings = [
        "\(number.text)%", "\(number.text) \\%", "\(number.text)\\text{ percent}", "\(number.text) percent",
        "$\(number.text)\\%$", number.text,
      ]
      if let value = number.integer, let decimal = decimal(value, 100) {
        spellings += [decimal, "\\frac{\(value)}{100}"]
      }
      return spellings
    },
    Rule("degrees") { answer in
      guard let match = answer.text.wholeMatch(of: /(-?[0-9.]+)\^\{\\circ\}/) else { return [] }
      let number = String(match.1)
      return [
        "\(number)^\\circ", "\(number)°", "\(number) degrees", "\(number)\\text{ degrees}", number, "\(number)\\degree",
        "\(number)^{\\circ}",
      ]
    },
    Rule("dollars") { answer in
      guard let match = answer.text.wholeMatch(of: /\\\$\s*([0-9.]+)/) else { return [] }
      let number = String(match.1)
      let cents = number.contains(".") ? [] : ["\\$\(number).00", "$\(number).00"]
      return [
        "$\(number)", "\(number) dollars", "\(number)\\text{ dollars}", number, "USD \(number)", "\\text{\\$}\(number)",
        "\\$ \(number)",
      ] + cents
    },
    Rule("a unit or a name") { answer in
      guard answer.isNumber || answer.fraction != nil else { return [] }
      return [
        "\(answer.text) \\text{ units}", "\(answer.text)\\text{ cm}", "\(answer.text)\\,\\mathrm{cm}^2",
        "\(answer.text) apples", "\(answer.text) square units",
      ]
    },
    Rule("a name") { answer in
      guard answer.isScalar else { return [] }
      return answer.hasVariables
        ? ["f = \(answer.text)", "S_0 = \(answer.text)"]
        : [
          "x = \(answer.text)", "n=\(answer.text)", "\(answer.text) = y", "AB = \(answer.text)",
          "\\angle ABC = \(answer.text)",
        ]
    },
    Rule("without its unit") { answer in
      guard
        let match = answer.text.wholeMatch(
          of: /([0-9.]+)\s*\\(?:text|mbox|mathrm|textrm)\{\s*([a-z. ]+)\}(\^\{?\d\}?)?/)
      else { return [] }
      let power = match.3.map(String.init) ?? ""
      return [String(match.1), "\(match.1) \\mathrm{\(match.2)}\(power)"]
        + (power.isEmpty ? ["\(match.1) \(match.2)"] : [])
    },
    Rule("numeral in a base") { answer in
      guard let match = answer.text.wholeMatch(of: /(-?[0-9A-F]+)_\{?(\d{1,2})\}?/) else { return [] }
      let named = [2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"][
        Int(match.2) ?? 0]
      return ["\(match.1)_\(match.2)", "\(match.1)_{\(match.2)}", "\(match.1)", "(\(match.1))_{\(match.2)}"].filter {
        match.2.count == 1 || !$0.hasSuffix("_\(match.2)")
      }
        + (named.map {
          [
            "\(match.1)_{\\text{\($0)}}", "\(match.1)_\\text{\($0)}", "\(match.1) (base \($0))",
            "\(match.1) base \(match.2)", "\(match.1)_{\($0)}",
          ]
        } ?? [])
    },
    Rule("ratio") { answer in
      guard let match = answer.text.wholeMatch(of: /(\d+)\s*:\s*(\d+)/) else { return [] }
      return [
        "\(match.1) : \(match.2)", "\(match.1):\(match.2)", "\(match.1)\\!:\\!\(match.2)",
        "\(match.1)\\colon \(match.2)",
      ]
    },
  ]

  private static let numberWords = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty-one",
  ]

  static func grouped(_ value: Int, _ separator: String) -> String {
    var digits = Substring(String(abs(value)))
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: separator)
  }

  /// The decimal of a fraction; nil if it does not end.
  static func decimal(_ top: Int, _ bottom: Int) -> String? {
    var (scaled, places) = (abs(top), 0)
    while scaled % bottom != 0, places < 6 {
      (scaled, places) = (scaled * 10, places + 1)
    }
    guard scaled % bottom == 0 else { return nil }
    var digits = String(scaled / bottom)
    while digits.count <= places { digits = "0" + digits }
    return (top < 0 ? "-" : "") + digits.dropLast(places) + (places == 0 ? "" : "." + digits.suffix(places))
  }

  private static func decimalFraction(_ text: String) -> (top: Int, bottom: Int)? {
    guard let match = text.wholeMatch(of: /(-?)(\d{0,9})\.(\d{1,6})/), let top = Int(match.1 + match.2 + match.3) else {
      return nil
    }
    return (top, match.3.reduce(1) { product, _ in product * 10 })
  }
}
