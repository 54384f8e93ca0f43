/// A `--set PATH=VALUE` of the command line, which lays one value over the pipeline file.
///
/// The path starts at a key at top level (`seed`, `models.teacher.temperature`) or with the name of a stage
/// (`solve.samples`, short for `stages.solve.samples`). A number picks an element of a list. What is absent is made,
/// but for stages and entries of sections, whose names are more likely mistyped than new.
package struct Override: Hashable, Sendable {
  /// What follows `--set`.
  package let text: String
  /// The parts of the path.
  package let path: [String]
  /// What stands after the equals sign.
  package let written: String

  /// Splits `solve.samples=4` at its first equals sign.
  package init(parsing text: String) throws(Problem) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let path = halves[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2, !path.contains("") else {
      let position = SourcePosition(flag: SourcePosition.Flag(index: 0, text: text))
      throw Problem(file: "", position: position, message: Wording.notAnOverride)
    }
    self.text = text
    self.path = path
    written = halves[1]
  }

  /// The value: JSON if it reads as JSON, else the text itself as a string.
  func value(at position: SourcePosition) -> JSONNode {
    let node = try? JSONNode.parse(Array(written.utf8), file: "")
    return (node ?? JSONNode(.string(written))).placed(at: position)
  }

  /// Lays the value over a document. `index` tells which of the flags this is.
  func apply(
    to root: inout JSONNode, index: Int, file: String, declarations: Declarations
  ) throws(Problem) {
    let position = SourcePosition(flag: SourcePosition.Flag(index: index, text: text))
    do throws(Misfit) {
      let path = try Self.fullPath(path, in: root, declarations)
      try Self.set(value(at: position), at: path[...], of: &root, walked: [], position, declarations)
    } catch {
      throw Problem(file: file, position: position, message: error.message)
    }
  }
}

/// Why a path leads nowhere.
private struct Misfit: Error {
  var message: String
}

extension Override {
  /// The path from the top of the document.
  private static func fullPath(
    _ path: [String], in root: JSONNode, _ declarations: Declarations
  ) throws(Misfit) -> [String] {
    // A stage that shares its name with a key at top level can still be reached as `stages.NAME`.
    if declarations.topKeys.contains(path[0]) { return path }
    let stages = root[Declarations.stages]?.members?.map(\.key) ?? []
    if stages.contains(path[0]) { return [Declarations.stages] + path }
    throw Misfit(message: Wording.unknown("stage or key", path[0], among: stages + declarations.topKeys))
  }

  private static func set(
    _ value: JSONNode, at path: ArraySlice<String>, of node: inout JSONNode, walked: [String],
    _ position: SourcePosition, _ declarations: Declarations
  ) throws(Misfit) {
    guard let key = path.first else {
      node = value
      return
    }
    let rest = path.dropFirst()
    // As the user would write it, that is without `stages` in front.
    let here = (walked.count > 1 && walked[0] == Declarations.stages ? walked[1...] : walked[...])
      .joined(separator: ".")
    switch node.value {
    case .object(var members):
      let place = members.firstIndex { $0.key == key }
      if place == nil, !rest.isEmpty, walked.count == 1, let noun = noun(walked[0], declarations) {
        throw Misfit(message: Wording.unknown(noun, key, among: members.map(\.key)))
      }
      let index = place ?? members.endIndex
      if place == nil {
        let empty = JSONNode(.object([]), at: position)
        members.append(JSONNode.Member(key: key, keyPosition: position, node: empty))
      }
      try set(value, at: rest, of: &members[index].node, walked: walked + [key], position, declarations)
      node.value = .object(members)
    case .array(var elements):
      guard let index = Int(key), elements.indices.contains(index) else {
        throw Misfit(message: Wording.noElement(here, count: elements.count, key))
      }
      try set(value, at: rest, of: &elements[index], walked: walked + [key], position, declarations)
      node.value = .array(elements)
    default:
      throw Misfit(message: Wording.nothingInside(here, node))
    }
  }

  /// What one of the named things under a key at top level is called.
  private static func noun(_ key: String, _ declarations: Declarations) -> String? {
    key == Declarations.stages ? "stage" : declarations.section(key)?.noun
  }
}
