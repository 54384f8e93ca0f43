/// Whether an expression with variables is zero wherever it is defined.
enum IdentityTest {
  /// Fewer points at which everything is defined prove nothing.
  private static let fewestPoints = 4

  /// With more variables than this, points are no use.
  private static let mostVariables = 50

  /// - Parameter difference: left − right, which is tested; the two sides tell which unknown functions each has.
  static func decide(
    _ difference: Circuit.Index, _ left: Circuit.Index, _ right: Circuit.Index, in circuit: inout Circuit
  ) throws(Obstacle) -> Equality.Decision {
    if let isZero = try FieldImage.isZero(difference, in: &circuit) {
      return isZero ? .equal(.primeField) : .different(.primeField)
    }
    if circuit.has(difference, .opaque) {
      let functions = try unknownFunctions(in: left, circuit)
      guard try functions == unknownFunctions(in: right, circuit) else { return .undecided(.unknownFunction) }
    }
    return try byPoints(difference, in: &circuit)
  }

  /// The applications of unknown functions.
  ///
  /// - Throws: `Obstacle.unclear` if a part of a complex variable is among them, which has relations to others.
  private static func unknownFunctions(
    in root: Circuit.Index, _ circuit: Circuit
  ) throws(Obstacle) -> [Int] {
    let needed = circuit.needed(for: [root])
    var functions: [Int] = []
    for index in needed.indices where needed[index] {
      switch circuit.nodes[index].operation {
      case .opaque: functions.append(index)
      case .re, .im, .conjugate, .argument: throw .unclear
      default: break
      }
    }
    return functions
  }

  private static func byPoints(
    _ difference: Circuit.Index, in circuit: inout Circuit
  ) throws(Obstacle) -> Equality.Decision {
    guard circuit.names.count <= mostVariables else { return .undecided(.tooLarge) }
    let traits = circuit.nodes[Int(difference)].traits
    var zeros = 0
    var pending: [(circuit: Circuit, node: Circuit.Index)] = []
    for point in SamplePoint.points(for: circuit.names, traits) {
      do {
        var (special, roots) = try circuit.specialized([difference], at: point)
        let verdict = try ZeroTest.quickly(roots[0], in: &special)
        circuit.work = special.work
        switch verdict {
        case .nonzero: return .different(.samplePoints)
        case .zero: zeros += 1
        default: pending.append((special, roots[0]))
        }
      } catch .outOfWork {
        throw .outOfWork
      } catch {
        continue
      }
    }
    let wanted = traits.isDisjoint(with: [.discrete, .stepped]) ? fewestPoints : 2 * fewestPoints
    guard zeros + pending.count >= wanted else { return .undecided(.tooFewPoints) }
    for (special, node) in pending where zeros < wanted {
      var special = special
      special.work = circuit.work
      let verdict = ZeroTest.decide(node, in: &special)
      circuit.work = special.work
      switch verdict {
      case .zero: zeros += 1
      case .nonzero: return .different(.samplePoints)
      case .undecided(.outOfWork): throw .outOfWork
      case .undecided: continue
      }
    }
    return zeros < wanted ? .undecided(.unclear) : .equal(.samplePoints)
  }
}
