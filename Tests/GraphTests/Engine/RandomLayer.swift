@testable import Graph

/// Layers drawn from a seed, and the results that they are made of.
struct RandomLayer {
  static let paths: [FieldPath] = ["made", "meta.a", "meta.b", "ünï.cödé"]

  let inputRows: Int
  let samples: Int?
  let bounds: Int
  /// By input row, then sample; failures are among them.
  let results: [StageResult]

  init(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let rows = Int.random(in: 0...12, using: &dice)
    let samples = Bool.random(using: &dice) ? nil : Int.random(in: 1...3, using: &dice)
    let bounds = Int.random(in: 0...2, using: &dice)
    // Some layers keep all, so that the row map is the identity.
    let isCalm = Int.random(in: 0...2, using: &dice) == 0
    inputRows = rows
    self.samples = samples
    self.bounds = bounds
    results = (0..<rows * (samples ?? 1)).map { _ in
      let usage = (0..<bounds).map { _ in Int.random(in: 0...9, using: &dice) }
      let outcome: Outcome
      switch isCalm ? 9 : Int.random(in: 0...9, using: &dice) {
      case 0: outcome = .failure("no luck")
      case 1, 2: outcome = .reject(reason: ["long", "kürz"].randomElement(using: &dice) ?? "", detail: "d")
      default: outcome = .fields(RandomLayer.paths.map { _ in RandomLayer.value(using: &dice) })
      }
      return StageResult(outcome, usage: usage)
    }
  }

  private static func value(using dice: inout SeededGenerator) -> FieldValue {
    switch Int.random(in: 0...4, using: &dice) {
    case 0, 1: .missing
    case 2: .string([])
    case 3: .text(String(repeating: "漢", count: Int.random(in: 0...3, using: &dice)))
    default: .json(Array("[1,2]".utf8))
    }
  }

  /// The layer, all of its results fresh.
  var layer: Layer {
    var builder = makeBuilder()
    forEach { builder.append(row: $0, sample: $1, result: $2) }
    return builder.finish()
  }

  /// The layer, with each result taken from a layer made earlier where `isOld` says so.
  func layer(reusing old: Layer, where isOld: (Int) -> Bool) -> Layer {
    let places = Dictionary(uniqueKeysWithValues: old.places().map { ([$0.row, $0.sample], $0.place) })
    var builder = makeBuilder()
    var number = 0
    forEach { row, sample, result in
      if isOld(number), let place = places[[row, sample]] {
        builder.append(row: row, sample: sample, from: old, at: place)
      } else {
        builder.append(row: row, sample: sample, result: result)
      }
      number += 1
    }
    return builder.finish()
  }

  func forEach(_ body: (_ row: Int, _ sample: Int, StageResult) -> Void) {
    for (number, result) in results.enumerated() { body(number / (samples ?? 1), number % (samples ?? 1), result) }
  }

  private func makeBuilder() -> LayerBuilder {
    LayerBuilder(inputRows: inputRows, paths: RandomLayer.paths, fansOut: samples != nil, bounds: bounds)
  }
}
