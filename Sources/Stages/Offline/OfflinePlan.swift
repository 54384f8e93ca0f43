/// The plan of an offline trace: which operations the problem takes, in what order, and that the calculator does them.
enum OfflinePlan {
  /// What a calculation mainly does.
  enum Operation {
    case add, subtract, multiply, divide
    /// Both multiplied and divided, as in three quarters of a number.
    case scale
    case combine

    init(_ expression: ArraySlice<UInt8>) {
      var found: Operation?
      for byte in expression.dropFirst() {
        let operation: Operation
        switch byte {
        case UInt8(ascii: "+"): operation = .add
        case UInt8(ascii: "-"): operation = .subtract
        case UInt8(ascii: "*"), UInt8(ascii: "x"), UInt8(ascii: "X"): operation = .multiply
        case UInt8(ascii: "/"): operation = .divide
        case UInt8(ascii: "^"): operation = .combine
        default: continue
        }
        switch (found, operation) {
        case (nil, _): found = operation
        case (.multiply, .divide), (.divide, .multiply), (.scale, .multiply), (.scale, .divide): found = .scale
        case (let known?, _) where known != operation: found = .combine
        default: break
        }
      }
      self = found ?? .combine
    }

    /// What to do, as in `First multiply, then …`.
    var verb: StaticString {
      switch self {
      case .add: "add"
      case .subtract: "subtract"
      case .multiply: "multiply"
      case .divide: "divide"
      case .scale: "take a fraction"
      case .combine: "work out a compound expression"
      }
    }

    /// The operation by name, as in `This takes a division and …`.
    var noun: (one: StaticString, many: StaticString) {
      switch self {
      case .add: ("an addition", "additions")
      case .subtract: ("a subtraction", "subtractions")
      case .multiply: ("a multiplication", "multiplications")
      case .divide: ("a division", "divisions")
      case .scale: ("a fraction of a number", "fractions of numbers")
      case .combine: ("a compound calculation", "compound calculations")
      }
    }
  }

  /// The plan for these operations, worded by the seed.
  static func text(_ operations: [Operation], seed: ArraySlice<UInt8>) -> [UInt8] {
    var prose = Prose()
    // The opening of a solution tells it apart from others well enough.
    var voice = Voice(seed.prefix(64))
    switch operations.count {
    case 0:
      prose.write(voice.pick(withoutTool))
    case 1:
      prose.write("One calculation settles it: ")
      prose.write(operations[0].noun.one)
      prose.write(voice.pick(single))
    default:
      let runs = runs(of: operations)
      let wording = several[voice.pick(several.count)]
      prose.write(wording.opening)
      if wording.isSequence, runs.count <= 5 {
        prose.write(word: operations.count)
        prose.write(" steps: ")
        writeSequence(runs, to: &prose)
      } else {
        if runs.count > 1 {
          prose.write(word: operations.count)
          prose.write(" calculations (")
        }
        writeCounts(operations, to: &prose)
        if runs.count > 1 { prose.write(")") }
      }
      prose.write(wording.closing)
    }
    return prose.bytes
  }

  private static func runs(of operations: [Operation]) -> [(operation: Operation, count: Int)] {
    operations.reduce(into: []) { runs, operation in
      if let last = runs.last, last.operation == operation {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((operation, 1))
      }
    }
  }

  /// `multiply twice, then add, and finally divide`
  private static func writeSequence(_ runs: [(operation: Operation, count: Int)], to prose: inout Prose) {
    for (index, run) in runs.enumerated() {
      prose.write(index == 0 ? "" : index == runs.count - 1 ? (index == 1 ? ", then " : ", and finally ") : ", then ")
      prose.write(run.operation.verb)
      if run.count > 1 {
        prose.write(" ")
        prose.write(times: run.count)
      }
    }
  }

  /// `two multiplications, an addition and a division`
  private static func writeCounts(_ operations: [Operation], to prose: inout Prose) {
    let kinds: [Operation] = [.multiply, .divide, .scale, .add, .subtract, .combine]
    let counts = kinds.map { kind in (kind, operations.count { $0 == kind }) }.filter { $0.1 > 0 }
    for (index, (kind, count)) in counts.enumerated() {
      prose.write(index == 0 ? "" : index == counts.count - 1 ? " and " : ", ")
      if count > 1 {
        prose.write(word: count)
        prose.write(" ")
      }
      prose.write(count == 1 ? kind.noun.one : kind.noun.many)
    }
  }

  private static let withoutTool: [StaticString] = [
    "No calculation here needs a tool; I will reason from the statement to the answer.",
    "This can be reasoned out directly, without any tool.",
    "I will go through the argument step by step; no tool is needed.",
    "Reason directly from what is given, then state the answer.",
  ]

  private static let single: [StaticString] = [
    ". I will do it with the calculator and read off the answer.",
    ", to be done with the calculator.",
    ". The calculator does it, and the answer follows.",
  ]

  private static let several: [(opening: StaticString, isSequence: Bool, closing: StaticString)] = [
    ("Work through the problem in ", true, ". The calculator does each step."),
    ("I will get there in ", true, ". Every figure comes from the calculator."),
    ("This takes ", false, ". I will do each with the calculator as it comes up."),
    ("The way to the answer has ", true, ", each done with the calculator."),
    ("The problem comes down to ", false, ", all done with the calculator."),
    ("Follow the story and use the calculator for ", false, "."),
  ]
}
