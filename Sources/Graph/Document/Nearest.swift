/// What to say after an unknown name.
package enum Nearest {
  /// `; did you mean 'solve'?`, or the list of names where it is short, or nothing.
  package static func hint(_ name: String, among names: [String]) -> String {
    if let near = NearestName.of(name, among: names) { return "; did you mean '\(near)'?" }
    return names.isEmpty || names.count > 12 ? "" : "; there are \(names.map { "'\($0)'" }.joined(separator: ", "))"
  }
}
