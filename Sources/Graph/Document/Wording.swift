/// Every message about a pipeline file, worded in one place.
enum Wording {
  /// A name that is not among those known, with the one that was probably meant or else a short list of all.
  static func unknown(_ noun: String, _ name: String, among names: [String]) -> String {
    let start = "unknown \(noun) '\(cut(name))'"
    if let nearest = NearestName.of(name, among: names) { return "\(start); did you mean '\(nearest)'?" }
    if names.isEmpty { return "\(start); there is none at all" }
    // A long list hides what it should show.
    return names.count > 12 ? start : "\(start); expected \(oneOf(names))"
  }

  /// A value of the wrong type or out of range.
  static func wrong(_ path: String, _ expected: String, _ found: JSONNode) -> String {
    "'\(path)' must be \(expected), found \(quoted(found))"
  }

  /// A word that is not among those allowed.
  static func wrong(_ path: String, oneOf words: [String], _ found: JSONNode) -> String {
    let start = wrong(path, oneOf(words), found)
    guard let word = found.string, let nearest = NearestName.of(word, among: words) else { return start }
    return "\(start); did you mean '\(nearest)'?"
  }

  /// A required key that is not there.
  static func missing(_ key: String, in owner: String) -> String {
    "\(owner) lacks the required key '\(key)'"
  }

  /// An object that must make one choice and makes none or several.
  static func notOneChoice(_ path: String, among names: [String], found: [String]) -> String {
    let what = found.isEmpty ? "none" : list(found, "and")
    return "'\(path)' must have exactly \(oneOf(names)), found \(what)"
  }

  /// A document that is no object.
  static func notAPipeline(_ found: JSONNode) -> String { "a pipeline must be an object, found \(quoted(found))" }

  /// A name with characters that are not allowed.
  static func badName(of noun: String, _ name: String) -> String {
    "the name of a \(noun) must be \(StringRule.name.expected), found \(quoted(JSONNode(.string(name))))"
  }

  /// A pipeline without stages.
  static let noStages = "'stages' must have at least one stage"

  /// Two stages whose files would be one on a system that ignores letter case.
  static func onlyLetterCase(_ name: String, _ other: String) -> String {
    "stage '\(name)' differs from stage '\(other)' only in letter case, so their files would collide on some systems"
  }

  /// A kind that makes records from elsewhere.
  static func takesNoInput(kind: String) -> String { "a stage of kind '\(kind)' takes no input" }

  /// A stage that feeds itself.
  static func readsItself(_ stage: String) -> String { "stage '\(stage)' takes its own records as input" }

  /// The same input twice.
  static func repeatedInput(_ input: InputReference) -> String {
    let tag = input.tag.map { " with tag '\($0)'" } ?? ""
    return "stage '\(input.stage)'\(tag) is an input twice; give each a tag of its own, "
      + #"as {"stage": "\#(input.stage)", "tag": "a"}"#
  }

  /// Stages that wait for each other; `path` follows the records and ends where it starts.
  static func circle(_ path: [String]) -> String {
    "stages depend on each other in a circle: \(path.joined(separator: " → "))"
  }
}

extension Wording {
  /// A `--set` that cannot be split into a path and a value.
  static let notAnOverride = "expected PATH=VALUE, such as solve.samples=4"

  /// A path that goes on inside a value that has no inside.
  static func nothingInside(_ path: String, _ found: JSONNode) -> String {
    "'\(path)' holds \(quoted(found)), so nothing inside it can be set"
  }

  /// A path that names no element of a list.
  static func noElement(_ path: String, count: Int, _ found: String) -> String {
    if count == 0 { return "'\(path)' is an empty list, so it has no element '\(cut(found))'" }
    let range = count == 1 ? "element 0" : "elements 0 to \(count - 1)"
    return "'\(path)' is a list with \(range), so it has no element '\(cut(found))'"
  }
}

extension Wording {
  /// `one of 'a', 'b'`; just `'a'` when there is one.
  static func oneOf(_ names: [String]) -> String {
    names.count == 1 ? "'\(names[0])'" : "one of \(list(names))"
  }

  /// Names in quotation marks.
  static func list(_ names: [String], _ last: String? = nil) -> String {
    let quoted = names.map { "'\($0)'" }
    guard let last, let end = quoted.last, quoted.count > 1 else { return quoted.joined(separator: ", ") }
    return quoted.dropLast().joined(separator: ", ") + " \(last) \(end)"
  }

  /// A value as JSON, cut to be read at a glance.
  static func quoted(_ node: JSONNode) -> String { cut(node.json) }

  /// The first 40 characters.
  static func cut(_ text: String) -> String {
    text.count > 40 ? text.prefix(40) + "…" : text
  }
}
