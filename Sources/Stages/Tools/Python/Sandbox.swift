/// Bubblewrap, which starts a program in namespaces of its own: no network, no other process, and of the file system
/// nothing but what is named here, nothing of it writable.
///
/// There is no `/proc`, which many containers forbid and nothing here needs, and no `/tmp`: what code could write would
/// count against no limit on memory. New processes, sockets and the like are refused by the worker itself (its
/// `confine` module), before it runs anything.
struct Sandbox: Sendable, Hashable {
  /// The name of bubblewrap's program, or its path.
  let program: String
  /// The system's own files, as far as they exist.
  private static let system = ["/usr", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache"]

  /// The sandbox, if programs can be started in it.
  static func find(_ program: String, python: PythonInterpreter) async -> Result<Sandbox, ToolTrouble> {
    let sandbox = Sandbox(program: program)
    let line = sandbox.arguments(python: python, mounts: []) + [python.program, "-S", "-s", "-c", "pass"]
    let output = await Program(arguments: line, folder: "/").run(input: [], timeout: .seconds(60))
    guard let problem = output.problem else { return .success(sandbox) }
    return .failure(
      ToolTrouble(
        """
        the tool 'python' runs code that models write, and only in a sandbox: \(problem). Install bubblewrap (on Debian: \
        apt install bubblewrap), and allow user namespaces where a container or the system forbids them
        """))
  }

  /// The start of a command line; a program and its arguments follow. `mounts` are more folders to show, by the path
  /// that they get inside.
  func arguments(python: PythonInterpreter, mounts: [(inside: String, outside: String)]) -> [String] {
    var line = [program, "--unshare-all", "--die-with-parent", "--new-session", "--hostname", "sandbox"]
    for path in Self.system + python.libraries + [python.program] { line += ["--ro-bind-try", path, path] }
    for mount in mounts { line += ["--ro-bind", mount.outside, mount.inside] }
    return line + ["--dev-bind", "/dev/null", "/dev/null", "--remount-ro", "/", "--chdir", "/", "--"]
  }
}
