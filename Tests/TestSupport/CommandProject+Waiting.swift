import Testing

extension CommandProject {
  /// A pipeline whose last stage but one waits for the file `go`, so that a test decides how long the build takes. The file
  /// `waiting` tells that it has come so far.
  package static func waiting(problems: [CommandProblem]) throws -> CommandProject {
    let project = try CommandProject(problems: problems)
    try project.write(
      """
      touch waiting
      while [ ! -e go ]; do sleep 0.02; done
      sed 's/,.*/}/'

      """, to: "wait.sh")
    try project.editPipeline(
      #""filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] }"#,
      #""filter":    { "kind": "command", "input": "rephrase", "run": ["sh", "wait.sh"], "reads": ["problem"] }"#)
    return project
  }

  /// Waits until there is such a file.
  package func wait(for name: String) async throws {
    for _ in 0..<12_000 where !exists(name) { try await Task.sleep(for: .milliseconds(5)) }
    try #require(exists(name))
  }
}
