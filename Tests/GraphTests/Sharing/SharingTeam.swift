import Synchronization
import Testing

@testable import Graph

/// Some members with one remote, each with a state of the pipeline and the data of its own.
struct SharingTeam {
  let remote = SharingRemote()
  let seed: UInt64
  var members: [(member: SharingMember, state: RandomPipeline)]
  var dice: SeededGenerator
  /// What was done so far, for the message of a failed test.
  var story: [String] = []
  var hasFailed = false

  init(seed: UInt64) throws {
    self.seed = seed
    dice = SeededGenerator(seed: seed &* 6151)
    members = try (0..<3).map { _ in (try SharingMember(), RandomPipeline(seed: seed)) }
  }

  /// Lets one of them do something and build.
  mutating func step() async throws -> (built: SharingMember.Shared, state: RandomPipeline) {
    let number = Int.random(in: 0..<members.count, using: &dice)
    switch Int.random(in: 0..<6, using: &dice) {
    case 0:
      let other = Int.random(in: 0..<members.count, using: &dice)
      members[number].state = members[other].state
      story.append("\(number) takes over \(other)'s state")
    case 1:
      members[number].member = try SharingMember()
      story.append("\(number) loses its cache")
    case 2: story.append("\(number) does nothing")
    default:
      for _ in 1...Int.random(in: 1...3, using: &dice) { story.append("\(number): \(members[number].state.edit())") }
    }
    let (member, state) = members[number]
    return (try await build(member, state), state)
  }

  /// Builds a state and compares.
  mutating func build(_ member: SharingMember, _ state: RandomPipeline) async throws -> SharingMember.Shared {
    try member.write(state.data)
    let salt = dice.next()
    let built = try await member.build(state.pipeline, sharing: [remote]) { $0.scheduleSeed = salt }
    let difference = try member.difference(built, state.pipeline, state.data)
    expect(built.built.status == .complete, "the status is \(built.built.status)")
    expect(difference == nil, "\(difference ?? "")\n\(state.pipeline.text)")
    return built
  }

  /// What a warning is about, by the words that tell kinds apart.
  static func kind(_ warning: Substring) -> String {
    let kinds = [
      "cannot be reached", "is too slow", "is busy", "refuses", "takes no more", "takes nothing so large", "damaged",
      "does not behave",
    ]
    return warning.contains("not whole") ? "damaged" : kinds.first { warning.contains($0) } ?? String(warning)
  }

  mutating func expect(_ holds: Bool, _ complaint: @autoclosure () -> String) {
    guard !holds, !hasFailed else { return }
    hasFailed = true
    Issue.record("seed \(seed): \(complaint())\nafter \(story.joined(separator: "; "))")
  }
}

/// Dice that many tasks may throw.
final class SharingDice: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

  /// True once in so many throws.
  func isOne(in count: Int) -> Bool { number(below: count) == 0 }

  func number(below count: Int) -> Int { generator.withLock { Int.random(in: 0..<count, using: &$0) } }
}

extension SharingRemote {
  private static let kinds: [RemoteFailure.Kind] = [
    .unreachable, .slow, .busy, .refused, .full, .tooLarge, .damaged, .unfit, .cancelled,
  ]

  /// From now on now and then it fails, forgets, or changes something.
  func misbehave(_ dice: SharingDice) {
    let failing = dice.number(below: 3) == 0 ? 20 : 200
    let failure: @Sendable () -> RemoteFailure? = {
      guard dice.isOne(in: failing) else { return nil }
      return RemoteFailure(SharingRemote.kinds[dice.number(below: SharingRemote.kinds.count)], remote: "memory", "dice")
    }
    let flip: @Sendable ([UInt8]) -> [UInt8] = { bytes in
      var bytes = bytes
      if !bytes.isEmpty { bytes[dice.number(below: bytes.count)] ^= 1 << UInt8(dice.number(below: 8)) }
      return bytes
    }
    behave { manners in
      manners.entry = { _, entry in
        if let failure = failure() { return .failure(failure) }
        guard var entry, !dice.isOne(in: 10) else { return .success(nil) }
        if dice.isOne(in: 5) { entry.provenance = nil }
        // What has no blob bears all that it says in itself, and a remote vouches for that.
        guard !entry.blobs.isEmpty else { return .success(entry) }
        if dice.isOne(in: 10) { entry.value = flip(entry.value) }
        if dice.isOne(in: 20) { entry.value.removeLast(dice.number(below: entry.value.count + 1)) }
        if dice.isOne(in: 20) { entry.blobs.remove(at: dice.number(below: entry.blobs.count)) }
        if dice.isOne(in: 20) { entry.blobs.shuffle() }
        if dice.isOne(in: 20) { entry.blobs.append(.empty) }
        return .success(entry)
      }
      manners.blob = { _, bytes in
        if let failure = failure() { return .failure(failure) }
        guard let bytes, !dice.isOne(in: 10) else { return .success(nil) }
        return .success(dice.isOne(in: 10) ? flip(bytes) : bytes)
      }
      manners.write = { bytes in
        if let failure = failure() { return .failure(failure) }
        return .success(dice.isOne(in: 10) ? nil : bytes)
      }
      manners.publish = { _ in
        if let failure = failure() { return .failure(failure) }
        return .success(!dice.isOne(in: 10))
      }
    }
  }

  /// Gives up some of what it keeps.
  func lose(_ dice: SharingDice) {
    change { contents in
      for key in contents.entries.keys.sorted() where dice.isOne(in: 8) { contents.entries[key] = nil }
      for name in contents.blobs.keys.sorted(by: { $0.digest < $1.digest }) where dice.isOne(in: 8) {
        contents.blobs[name] = nil
      }
    }
  }
}
