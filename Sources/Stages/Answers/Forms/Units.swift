/// The units that answers are given in.
enum Units {
  /// The measure of a unit by its name or its abbreviation, in lower case unless case tells units apart.
  static func measure(_ name: String) -> Measure? {
    table[name] ?? table[name.lowercased()]
  }

  /// Whether letters are the abbreviation of a unit, which are no product where they touch a number: `5cm`.
  static func isAbbreviation(_ name: String) -> Bool {
    abbreviations.contains(name)
  }

  /// The measure of a currency by its sign.
  static func currency(_ sign: String) -> Measure? {
    table[sign]
  }

  private static let table: [String: Measure] = {
    var table: [String: Measure] = [:]
    func put(_ names: String, _ numerator: Int, _ denominator: Int = 1, _ change: (inout Measure.Dimension) -> Void) {
      var dimension = Measure.Dimension()
      change(&dimension)
      let size = Rational(numerator).divided(by: Rational(denominator)) ?? Rational(1)
      for name in names.split(separator: " ") {
        table[String(name)] = Measure(dimension: dimension, size: size)
      }
    }
    func length(_ names: String, _ numerator: Int, _ denominator: Int = 1) {
      put(names, numerator, denominator) { $0.length = 1 }
    }
    func mass(_ names: String, _ numerator: Int, _ denominator: Int = 1) {
      put(names, numerator, denominator) { $0.mass = 1 }
    }
    func time(_ names: String, _ numerator: Int, _ denominator: Int = 1) {
      put(names, numerator, denominator) { $0.time = 1 }
    }
    func money(_ names: String, _ code: String, _ numerator: Int, _ denominator: Int = 1) {
      put(names, numerator, denominator) {
        $0.money = 1
        $0.currency = code
      }
    }
    // Lengths in metres. An inch is 25.4 mm by definition.
    length("mm millimeter millimeters millimetre millimetres", 1, 1000)
    length("cm centimeter centimeters centimetre centimetres", 1, 100)
    length("dm decimeter decimeters decimetre decimetres", 1, 10)
    length("m meter meters metre metres", 1)
    length("km kilometer kilometers kilometre kilometres", 1000)
    length("in inch inches", 254, 10_000)
    length("ft foot feet", 3048, 10_000)
    length("yd yard yards", 9144, 10_000)
    length("mi mile miles", 1_609_344, 1000)
    put("acre acres", 40_468_564_224, 10_000_000) { $0.length = 2 }
    put("ha hectare hectares", 10_000) { $0.length = 2 }
    put("l L liter liters litre litres", 1, 1000) { $0.length = 3 }
    put("ml mL milliliter milliliters millilitre millilitres cc", 1, 1_000_000) { $0.length = 3 }
    put("gallon gallons gal", 3_785_411_784, 1_000_000_000_000) { $0.length = 3 }
    put("quart quarts qt", 946_352_946, 1_000_000_000_000) { $0.length = 3 }
    put("pint pints pt", 473_176_473, 1_000_000_000_000) { $0.length = 3 }
    mass("mg milligram milligrams", 1, 1_000_000)
    mass("g gram grams", 1, 1000)
    mass("kg kilogram kilograms kilos kilo", 1)
    mass("ton tons tonne tonnes", 1000)
    mass("lb lbs pound pounds", 45_359_237, 100_000_000)
    mass("oz ounce ounces", 45_359_237, 1_600_000_000)
    time("ms millisecond milliseconds", 1, 1000)
    time("s sec secs second seconds", 1)
    time("min mins minute minutes", 60)
    time("h hr hrs hour hours", 3600)
    time("day days", 86_400)
    time("week weeks", 604_800)
    put("mph", 1_609_344, 3_600_000) {
      $0.length = 1
      $0.time = -1
    }
    put("kph kmh", 1000, 3600) {
      $0.length = 1
      $0.time = -1
    }
    put("° degree degrees deg", 1) { $0.angle = 1 }
    put("°C celsius", 1) { $0.temperature = 1 }
    put("bit bits", 1) { $0.information = 1 }
    put("byte bytes", 8) { $0.information = 1 }
    money("$ dollar dollars usd", "USD", 1)
    money("cent cents ¢", "USD", 1, 100)
    money("€ euro euros eur", "EUR", 1)
    money("£ gbp", "GBP", 1)
    money("¥ yuan rmb cny", "CNY", 1)
    money("yen jpy", "JPY", 1)
    money("ruble rubles rouble roubles rub", "RUB", 1)
    money("kopeck kopecks kopek kopeks", "RUB", 1, 100)
    money("rupee rupees inr rs", "INR", 1)
    return table
  }()

  private static let abbreviations: Set<String> = [
    "mm", "cm", "dm", "km", "in", "ft", "yd", "mi", "mg", "kg", "lb", "lbs", "oz", "ml", "mL", "sec", "min", "hr",
    "hrs",
    "mph", "kph", "kmh", "deg", "ha", "gal", "usd", "USD", "ms",
  ]
}
