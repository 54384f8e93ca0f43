import BigInt

/// Expressions as an arithmetic circuit: every node once, however often it occurs, children before parents.
///
/// Nodes are made by constructors that calculate exactly what can be calculated and bring the rest into one form, so
/// that expressions that differ only in how they are written are mostly one node, and what is left to the methods that
/// decide equality is small.
struct Circuit {
  /// A node's place in `nodes`.
  typealias Index = Int32

  /// What a node is. Which of its two operands mean what stands with each.
  enum Operation: UInt8 {
    /// An exact number: `numbers[a]`.
    case number
    /// The variable `names[a]`.
    case variable
    case pi, i
    /// Σ coefficient·node over the links a..<a+b; a link's number is the coefficient's node.
    case sum
    /// Π node^exponent over the links a..<a+b; a link's number is the exponent.
    case product
    /// The b-th root of a.
    case root
    /// a to the power of b.
    case power
    /// e to the power of a.
    case exp
    case ln
    /// The cosine of numbers[a] times π, with the number between 0 and 1/2.
    case cosPi
    case sin, cos, arcsin, arctan, arccot
    case abs, sign, floor, factorial, doubleFactorial
    /// Of a and b.
    case binomial, gcd, lcm, max, min, mod
    case re, im, conjugate, argument
    /// The function `names[a]` of what b, a chain of pairs, lists.
    case opaque
    /// One argument a, and the rest b.
    case pair
  }

  /// What is known of a node from how it is built.
  struct Traits: OptionSet {
    let rawValue: UInt8
    static let variable = Traits(rawValue: 1)
    /// Something that nothing here computes is inside.
    static let opaque = Traits(rawValue: 2)
    /// Something that is meant for whole numbers alone is inside.
    static let discrete = Traits(rawValue: 4)
    /// Something with steps is inside, where points that lie far apart may all agree by accident.
    static let stepped = Traits(rawValue: 64)
    /// i is inside.
    static let imaginary = Traits(rawValue: 8)
    /// Surely real wherever it is defined, if its variables are.
    static let real = Traits(rawValue: 16)
    /// Surely real and above zero wherever it is defined.
    static let positive = Traits(rawValue: 32)
    /// What a node has from its operands.
    static let inherited: Traits = [.variable, .opaque, .discrete, .stepped, .imaginary]
  }

  struct Node {
    let operation: Operation
    let traits: Traits
    let a: Int32
    let b: Int32
  }

  struct Link: Equatable {
    let node: Index
    let number: Int32
  }

  private(set) var nodes: [Node] = []
  private(set) var numbers: [Rational] = []
  private(set) var links: [Link] = []
  private(set) var names: [String] = []
  /// Where nodes are by their hash; −1 is a free place.
  private var table: [Index]
  /// Whether a root or a logarithm of a negative number is undefined. Else it has its principal value.
  let realOnly: Bool
  /// What building may still take.
  var work: Work
  /// How many constructors wait for one another.
  var level = 0

  /// The node of the number 1, which is always there.
  static let one: Index = 0

  init(realOnly: Bool = false, work: Work) {
    self.realOnly = realOnly
    self.work = work
    table = Array(repeating: -1, count: 64)
    nodes.reserveCapacity(32)
    numbers.reserveCapacity(16)
    links.reserveCapacity(32)
    _ = number(Rational(1))
  }
}

// MARK: - Building

extension Circuit {
  /// Begins a constructor, which takes one off `level` when it ends. Constructors call one another for smaller nodes, a
  /// few levels deep; should they ever go in circles, this ends it.
  mutating func enter() throws(Obstacle) {
    try work.take(5)
    guard level < 250 else { throw .tooLarge }
    level += 1
  }
}

// MARK: - Asking

extension Circuit {
  /// The number that a node is, if it is one.
  @inline(__always)
  func value(_ node: Index) -> Rational? {
    nodes[Int(node)].operation == .number ? numbers[Int(nodes[Int(node)].a)] : nil
  }

  func has(_ node: Index, _ traits: Traits) -> Bool {
    nodes[Int(node)].traits.isSuperset(of: traits)
  }

  func links(of node: Node) -> ArraySlice<Link> {
    links[Int(node.a)..<Int(node.a + node.b)]
  }

  /// Which nodes some nodes are made of, themselves included.
  func needed(for roots: [Index]) -> [Bool] {
    let last = Int(roots.max() ?? 0)
    var needed = [Bool](repeating: false, count: last + 1)
    for root in roots { needed[Int(root)] = true }
    for index in stride(from: last, through: 0, by: -1) where needed[index] {
      let node = nodes[index]
      switch node.operation {
      case .number, .variable, .pi, .i, .cosPi: break
      case .sum, .product:
        for link in links(of: node) { needed[Int(link.node)] = true }
      case .root, .exp, .ln, .sin, .cos, .arcsin, .arctan, .arccot, .abs, .sign, .floor, .factorial, .doubleFactorial,
        .re, .im, .conjugate, .argument:
        needed[Int(node.a)] = true
      case .power, .binomial, .gcd, .lcm, .max, .min, .mod, .pair:
        needed[Int(node.a)] = true
        needed[Int(node.b)] = true
      case .opaque:
        needed[Int(node.b)] = true
      }
    }
    return needed
  }
}

// MARK: - One node for each thing

extension Circuit {
  mutating func number(_ value: Rational) -> Index {
    var hash = Self.hash(value)
    while true {
      let place = Int(hash & UInt(table.count - 1))
      let index = table[place]
      if index < 0 {
        numbers.append(value)
        let traits: Traits = value.isNegative || value.isZero ? .real : [.real, .positive]
        return append(Node(operation: .number, traits: traits, a: Int32(numbers.count - 1), b: 0), at: place)
      }
      if nodes[Int(index)].operation == .number, numbers[Int(nodes[Int(index)].a)] == value { return index }
      hash &+= 1
    }
  }

  mutating func node(_ operation: Operation, _ a: Int32 = 0, _ b: Int32 = 0, _ traits: Traits) -> Index {
    let node = Node(operation: operation, traits: traits, a: a, b: b)
    var hash = Self.hash(node)
    while true {
      let place = Int(hash & UInt(table.count - 1))
      let index = table[place]
      if index < 0 { return append(node, at: place) }
      let other = nodes[Int(index)]
      if other.operation == operation, other.a == a, other.b == b { return index }
      hash &+= 1
    }
  }

  /// A sum or a product.
  mutating func node(_ operation: Operation, _ list: [Link], _ traits: Traits) -> Index {
    var hash = Self.hash(operation, list[...])
    while true {
      let place = Int(hash & UInt(table.count - 1))
      let index = table[place]
      if index < 0 {
        let start = Int32(links.count)
        links += list
        return append(Node(operation: operation, traits: traits, a: start, b: Int32(list.count)), at: place)
      }
      let other = nodes[Int(index)]
      if other.operation == operation, Int(other.b) == list.count, links(of: other).elementsEqual(list) {
        return index
      }
      hash &+= 1
    }
  }

  /// The place of a name in `names`. Expressions have a handful of them.
  mutating func name(_ name: String) -> Int32 {
    if let place = names.firstIndex(of: name) { return Int32(place) }
    names.append(name)
    return Int32(names.count - 1)
  }

  private mutating func append(_ node: Node, at place: Int) -> Index {
    let index = Index(nodes.count)
    nodes.append(node)
    table[place] = index
    if nodes.count * 2 > table.count { grow() }
    return index
  }

  private mutating func grow() {
    table = Array(repeating: -1, count: table.count * 4)
    for (index, node) in nodes.enumerated() {
      var hash =
        switch node.operation {
        case .number: Self.hash(numbers[Int(node.a)])
        case .sum, .product: Self.hash(node.operation, links(of: node))
        default: Self.hash(node)
        }
      while table[Int(hash & UInt(table.count - 1))] >= 0 { hash &+= 1 }
      table[Int(hash & UInt(table.count - 1))] = Index(index)
    }
  }
}

// MARK: - Hashes

/// They say only where a node is looked for, so cheap ones do.
extension Circuit {
  private static func hash(_ value: Rational) -> UInt {
    switch value.storage {
    case .word(let numerator, let denominator): mix(UInt(bitPattern: numerator), UInt(bitPattern: denominator))
    case .big(let numerator, let denominator):
      mix(numerator.magnitude.words.first ?? 0, denominator.magnitude.words.first ?? 0)
    }
  }

  private static func hash(_ node: Node) -> UInt {
    mix(UInt(node.operation.rawValue), pack(node.a, node.b))
  }

  private static func hash(_ operation: Operation, _ list: ArraySlice<Link>) -> UInt {
    var hash = UInt(operation.rawValue)
    for link in list { hash = mix(hash, pack(link.node, link.number)) }
    return hash
  }

  @inline(__always)
  private static func pack(_ a: Int32, _ b: Int32) -> UInt {
    UInt(UInt32(bitPattern: a)) << 32 | UInt(UInt32(bitPattern: b))
  }

  @inline(__always)
  private static func mix(_ a: UInt, _ b: UInt) -> UInt {
    let product = (a ^ b &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    return product ^ product >> 32
  }
}
