/// A set of real numbers, however it was written.
indirect enum Region {
  case everything
  case interval(lower: Term?, includesLower: Bool, upper: Term?, includesUpper: Bool)
  case points([Term])
  case combination(SetOperator, [Region])
  /// The values of a variable for which relations hold, and the points where that may change.
  case solutions(Relation, variable: String, changes: [Term])

  /// Where membership may change.
  var changes: [Term] {
    switch self {
    case .everything: []
    case .interval(let lower, _, let upper, _): [lower, upper].compactMap(\.self)
    case .points(let points): points
    case .combination(_, let parts): parts.flatMap(\.changes)
    case .solutions(_, _, let changes): changes
    }
  }

  /// Whether a number is in it; nil if that cannot be told.
  func contains(_ number: Term, work: inout Work) -> Bool? {
    switch self {
    case .everything: return true
    case .interval(let lower, let includesLower, let upper, let includesUpper):
      if let lower {
        guard let sign = Equality.sign(of: number - lower, work: &work) else { return nil }
        if sign < 0 || sign == 0 && !includesLower { return false }
      }
      if let upper {
        guard let sign = Equality.sign(of: upper - number, work: &work) else { return nil }
        if sign < 0 || sign == 0 && !includesUpper { return false }
      }
      return true
    case .points(let points):
      for point in points {
        guard let sign = Equality.sign(of: number - point, work: &work) else { return nil }
        if sign == 0 { return true }
      }
      return false
    case .combination(let operation, let parts):
      var memberships: [Bool] = []
      for part in parts {
        guard let isMember = part.contains(number, work: &work) else { return nil }
        memberships.append(isMember)
      }
      switch operation {
      case .union: return memberships.contains(true)
      case .intersection: return !memberships.contains(false)
      case .difference: return memberships.first == true && !memberships.dropFirst().contains(true)
      }
    case .solutions(let relation, let variable, _):
      return relation.holds(variable, number, work: &work)
    }
  }
}

extension Region {
  /// The set that an answer says; nil if it is no set of real numbers.
  init?(_ answer: Answer, work: inout Work) {
    switch answer {
    case .numbers(.reals): self = .everything
    case .numbers(.empty): self = .points([])
    case .numbers: return nil
    case .named(_, let value): self.init(value, work: &work)
    case .sequence(let open, let ends, let close):
      guard ends.count == 2, open != .angle, let lower = try? ends[0].scalar(), let upper = try? ends[1].scalar() else {
        return nil
      }
      guard !lower.isInfinite(sign: 1), !upper.isInfinite(sign: -1) else { return nil }
      self = .interval(
        lower: lower.isInfinite(sign: -1) ? nil : lower, includesLower: open == .square,
        upper: upper.isInfinite(sign: 1) ? nil : upper, includesUpper: close == .square)
    case .set(let items):
      guard let points = try? items.map({ item throws(Misread) in try item.unnamed.scalar() }) else { return nil }
      self = .points(points)
    case .quantity(let quantity):
      guard Equality.variables(of: quantity.term).isEmpty else { return nil }
      self = .points([quantity.term])
    case .list(let items, let joint):
      self.init(items: items, joint, work: &work)
    case .combination(let operation, let parts):
      var regions: [Region] = []
      for part in parts {
        guard let region = Region(part, work: &work) else { return nil }
        regions.append(region)
      }
      self = .combination(operation, regions)
    case .relation(let relation):
      guard let solved = relation.solved(work: &work) else { return nil }
      self = solved
    default: return nil
    }
  }

  /// `x < 1 or x > 3`, `x > 0 and x \ne 2`. A comma unites what has nothing in common and intersects the rest.
  private init?(items: [Answer], _ joint: Joint, work: inout Work) {
    var regions: [Region] = []
    var hasInequality = false
    for item in items {
      guard let region = Region(item, work: &work) else { return nil }
      if case .solutions = region { hasInequality = true }
      regions.append(region)
    }
    guard hasInequality, joint != .or else {
      self = .combination(.union, regions)
      return
    }
    let isMeeting = joint == .and || Region.combination(.intersection, regions).hasMember(work: &work) != false
    self = .combination(isMeeting ? .intersection : .union, regions)
  }

  private func hasMember(work: inout Work) -> Bool? {
    guard let cells = Cells(changes, work: &work) else { return nil }
    for sample in cells.samples {
      guard let isMember = contains(sample, work: &work) else { return nil }
      if isMember { return true }
    }
    return false
  }
}

/// The pieces into which points cut the line, each by a number in it: the points and what lies between them.
struct Cells {
  private(set) var samples: [Term] = []

  /// Nil if the points cannot be put in order.
  init?(_ points: [Term], work: inout Work) {
    var sorted: [Term] = []
    guard points.count <= 200 else { return nil }
    points: for point in points {
      var index = 0
      while index < sorted.count {
        guard let sign = Equality.sign(of: point - sorted[index], work: &work) else { return nil }
        if sign == 0 { continue points }
        if sign < 0 { break }
        index += 1
      }
      sorted.insert(point, at: index)
    }
    guard let first = sorted.first, let last = sorted.last else {
      samples = [.zero]
      return
    }
    samples.append(first - .one)
    for (index, point) in sorted.enumerated() {
      samples.append(point)
      // The middle of two points lies between them, whatever they are.
      if index + 1 < sorted.count { samples.append(.product([.one / .integer(2), .sum([point, sorted[index + 1]])])) }
    }
    samples.append(.sum([last, .one]))
  }
}

extension Term {
  func isInfinite(sign: Int) -> Bool {
    switch self {
    case .constant(.infinity): sign > 0
    case .product(let factors) where factors.count == 2 && factors[1] == .constant(.infinity):
      factors[0] == .minusOne && sign < 0
    default: false
    }
  }
}
