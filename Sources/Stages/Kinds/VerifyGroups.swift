internal import Graph

/// Rules that look at all samples of a problem together.
struct VerifyGroups: GroupStage {
  let rules: VerifyRules

  func run(_ group: [Record]) async -> [StageResult] {
    let looks = group.map { rules.look(at: $0) }
    var outcomes = outcomes(looks.compactMap { if case .graded(let answer) = $0 { answer } else { nil } })[...]
    return looks.map { look in
      switch look {
      case .dropped(let outcome): StageResult(outcome)
      case .graded: StageResult(outcomes.removeFirst())
      }
    }
  }

  /// What becomes of the members of a group, in order.
  private func outcomes(_ members: [GradedAnswer]) -> [Outcome] {
    guard let rate = PassRate(members) else {
      guard rules.keep == .majority, !rules.hasPassRates else {
        return members.map { .reject(reason: $0.verdict.rawValue, detail: $0.words) }
      }
      return vote(members, passRate: nil)
    }
    if let least = rules.minPassRate, rate.value < least {
      let detail = "\(rate.words) is \(rate.text), below \(PassRate.text(least))"
      return members.map { _ in .reject(reason: "pass-rate-too-low", detail: detail) }
    }
    if let most = rules.maxPassRate, rate.value > most {
      let detail = "\(rate.words) is \(rate.text), above \(PassRate.text(most))"
      return members.map { _ in .reject(reason: "pass-rate-too-high", detail: detail) }
    }
    switch rules.keep {
    case .correct, .everything: return members.map { rules.outcome(of: $0, passRate: rate) }
    case .any where rate.correct > 0, .all where rate.correct == rate.members:
      return members.map { rules.kept($0, passRate: rate) }
    case .any: return members.map { .reject(reason: "none-correct", detail: "\(rate.words); \($0.words)") }
    case .all: return members.map { .reject(reason: "not-all-correct", detail: "\(rate.words); \($0.words)") }
    case .majority: return vote(members, passRate: rate)
    }
  }

  /// Keeps the members whose answer most of them share. Equal answers are one, however they are spelled; a tie for the
  /// first place is no majority.
  private func vote(_ members: [GradedAnswer], passRate: PassRate?) -> [Outcome] {
    let classes = Answers.classes(of: members.map(\.answer))
    let votes = Dictionary(classes.compactMap(\.self).map { ($0, 1) }, uniquingKeysWith: +)
    let most = votes.values.max() ?? 0
    let leaders = votes.values.count { $0 == most }
    return zip(members, classes).map { member, own in
      guard let own, let count = votes[own] else {
        return .reject(reason: "unparseable-answer", detail: "\(member.answerWords), which cannot be compared")
      }
      let share = "\(member.answerWords), as did \(count) of \(members.count)"
      if leaders > 1 {
        return .reject(reason: "no-majority", detail: "\(share); \(leaders) answers tie at \(most)")
      }
      return count == most
        ? rules.kept(member, passRate: passRate) : .reject(reason: "minority", detail: "\(share); another has \(most)")
    }
  }
}
