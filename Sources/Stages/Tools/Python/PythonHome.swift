internal import Graph

/// What Python tools need of the machine, found and made when it is first asked for.
///
/// It lies in a folder of the cache, and a second build finds it there without a network.
package actor PythonHome {
  private let folder: String
  private let command: String
  private let sandbox: String
  private let tell: @Sendable (String) -> Void
  private var environment: Task<Result<PythonEnvironment, ToolTrouble>, Never>?

  /// A home in a cache.
  /// - Parameters:
  ///   - cache: the cache's folder, as an absolute path.
  ///   - python: the Python to use.
  ///   - sandbox: bubblewrap.
  ///   - tell: told what the user should know: that something is installed, that there is no sandbox.
  package init(
    cache: String, python: String = "python3", sandbox: String = "bwrap",
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    (folder, command, self.sandbox, self.tell) = ("\(cache)/python", python, sandbox, tell)
  }

  /// The versions that results depend on, for recipes: known before anything is installed.
  package static let version = "\(PythonPackages.versions), worker \(WorkerSource.digest.hex.prefix(12))"

  /// The versions of everything, as installed: for provenance.
  package func provenance() async throws(ToolTrouble) -> String {
    let environment = try await ready()
    return "\(environment.python.version), \(PythonPackages.versions)"
  }

  /// How a worker is started.
  func launch(_ kind: WorkerKind, memory: Int) async throws(ToolTrouble) -> Launch {
    try (try await ready()).launch(kind, memory: memory)
  }

  /// What was found. Trouble is remembered too: what failed once is not tried again for each of a thousand records.
  private func ready() async throws(ToolTrouble) -> PythonEnvironment {
    let task =
      environment
      ?? Task { [folder, command, sandbox, tell] in
        do throws(ToolTrouble) {
          return .success(try await PythonEnvironment.make(in: folder, command, sandbox: sandbox, tell: tell))
        } catch {
          return .failure(error)
        }
      }
    environment = task
    return try await task.value.get()
  }
}

/// What a worker answers.
enum WorkerKind: String, Sendable {
  /// SymPy's functions, each call for itself.
  case sympy
  /// Cells of code, one after the other.
  case python
}

/// A Python with its packages, the workers' source, and a sandbox if there is one.
struct PythonEnvironment: Sendable {
  let python: PythonInterpreter
  private let packages: String
  private let source: String
  private let sandbox: Result<Sandbox, ToolTrouble>

  static func make(
    in folder: String, _ command: String, sandbox: String, tell: @Sendable (String) -> Void
  ) async throws(ToolTrouble) -> PythonEnvironment {
    let python = try await PythonInterpreter.find(command)
    let packages = try await PythonPackages.folder(in: folder, python: python, command: command, tell: tell)
    let source = try WorkerSource.write(into: folder)
    let found = await Sandbox.find(sandbox, python: python)
    if case .failure(let trouble) = found {
      tell("\(trouble.message). SymPy's functions run without one: they read mathematics alone, and run no code")
    }
    return PythonEnvironment(python: python, packages: packages, source: source, sandbox: found)
  }

  /// Code that models write runs in a sandbox or not at all.
  func launch(_ kind: WorkerKind, memory: Int) throws(ToolTrouble) -> Launch {
    // Equal hashes in every run give sets one order.
    let environment = ["PYTHONHASHSEED=0", "PYTHONUTF8=1"]
    func line(_ source: String, _ packages: String) -> [String] {
      [python.program, "-S", "-s", "-B", "\(source)/main.py", kind.rawValue, packages, String(memory)]
    }
    switch sandbox {
    case .success(let sandbox):
      let mounts = [(inside: "/worker", outside: source), (inside: "/packages", outside: packages)]
      return Launch(
        arguments: sandbox.arguments(python: python, mounts: mounts) + line("/worker", "/packages"),
        environment: environment)
    case .failure(let trouble):
      guard kind == .sympy else { throw trouble }
      return Launch(arguments: line(source, packages), environment: environment)
    }
  }
}
