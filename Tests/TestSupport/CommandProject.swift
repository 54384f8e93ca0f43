import Foundation

/// A folder with a pipeline, data and a cache, as a user has one; it goes when the test ends.
package final class CommandProject: Sendable {
  package let folder: String

  /// An empty folder.
  package init() throws {
    folder = "\(CommandBinary.scratch)/\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// A folder with the shipped pipeline and some problems.
  package convenience init(problems: [CommandProblem]) throws {
    try self.init()
    try write(CommandProject.shippedPipeline, to: "pipeline.json")
    try write(problems.text, to: "data/problems.jsonl")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The shape of the pipeline that the repository ships, kept here so that tests may name its lines.
  package static let shippedPipeline = """
    {
      "name": "gsm8k-offline",
      "models": { "teacher": { "provider": "offline" } },
      "stages": {
        "problems":  { "kind": "load", "files": ["data/*.jsonl"] },
        "solve":     { "kind": "solve", "input": "problems", "model": "teacher", "tools": ["calculator"] },
        "verify":    { "kind": "verify", "input": "solve" },
        "translate": { "kind": "translate", "input": "verify", "model": "teacher" },
        "rephrase":  { "kind": "rephrase", "input": "translate", "model": "teacher" },
        "filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] },
        "sft":       { "kind": "split", "input": "filter", "fractions": { "train": 0.95, "validation": 0.05 } }
      }
    }

    """

  /// All of it, elsewhere.
  package func copy() throws -> CommandProject {
    let other = try CommandProject()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(other.folder)/\(name)")
    }
    return other
  }

  // MARK: Files

  package func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(folder)/\(name)" }

  package func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  package func write(_ bytes: [UInt8], to name: String) throws { try write(Data(bytes), to: name) }

  private func write(_ data: Data, to name: String) throws {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  package func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  package func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
  }

  package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Puts other text in the place of some that must be there.
  package func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = try read(name)
    guard let range = text.range(of: old) else { throw CommandTrouble("'\(old)' is not in \(name)") }
    try write(text.replacingCharacters(in: range, with: new), to: name)
  }

  package func editPipeline(_ old: String, _ new: String) throws { try edit("pipeline.json", old, new) }

  /// The finished files by name, as bytes. The manifest is the builder's own affair: it holds times.
  package func outputs(_ name: String = "dist") throws -> [String: [UInt8]] {
    try files(name).filter { !$0.key.hasSuffix(".manifest.json") }
  }

  /// All files below a folder, by name.
  package func files(_ name: String) throws -> [String: [UInt8]] {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path(name)) else { return [:] }
    var files: [String: [UInt8]] = [:]
    for file in names {
      var isFolder: ObjCBool = false
      let place = "\(path(name))/\(file)"
      guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), !isFolder.boolValue else { continue }
      files[file] = try [UInt8](Data(contentsOf: URL(fileURLWithPath: place)))
    }
    return files
  }

  // MARK: Runs

  /// Starts the command without waiting, and without a place in the gate.
  package func start(_ arguments: [String]) throws -> CommandProcess {
    guard let program = CommandBinary.path else {
      throw CommandTrouble("the command 'distillbuild' was not built beside these tests; DISTILLBUILD can name it")
    }
    return try CommandProcess(program, arguments, in: folder)
  }

  /// Runs the command to its end.
  package func run(_ arguments: String...) async throws -> CommandRun { try await run(arguments) }

  package func run(_ arguments: [String]) async throws -> CommandRun {
    try await CommandGate.through { try await start(arguments).wait() }
  }

  /// Runs a line of the shell, in which `$DISTILLBUILD` is the command.
  package func shell(_ line: String) async throws -> CommandRun {
    let program = CommandBinary.path ?? "distillbuild"
    return try await CommandGate.through {
      try await CommandProcess("/bin/sh", ["-c", "DISTILLBUILD='\(program)'; \(line)"], in: folder).wait()
    }
  }

  /// Builds with `--json` and reads the last line.
  package func build(_ arguments: String...) async throws -> BuiltReport {
    let run = try await run(["build", "--json"] + arguments)
    guard run.status == 0 || run.status == 1 else {
      throw CommandTrouble("the build ended with status \(run.status):\n\(run.errors)")
    }
    return try run.built()
  }

  /// The bytes that a build with an empty cache makes of today's files.
  package func cleanOutputs() async throws -> [String: [UInt8]] {
    let name = "clean-\(UUID().uuidString)"
    let report = try await build("--cache", "\(name)/cache", "--output", "\(name)/dist")
    guard report.status == "complete" else { throw CommandTrouble("the clean build ended \(report.status)") }
    let outputs = try outputs("\(name)/dist")
    try remove(name)
    return outputs
  }

  package func plan(_ arguments: String...) async throws -> PlanReport {
    try await run(["plan", "--json"] + arguments).decoded(as: PlanReport.self)
  }

  package func why(_ arguments: String...) async throws -> WhyReport {
    try await run(["why", "--json"] + arguments).decoded(as: WhyReport.self)
  }

  package func show(_ arguments: String...) async throws -> ShowReport {
    try await run(["show", "--json"] + arguments).decoded(as: ShowReport.self)
  }
}
