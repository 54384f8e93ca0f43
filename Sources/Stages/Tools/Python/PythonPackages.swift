internal import Graph

/// The packages that workers use, in a folder of the cache that is made once.
///
/// They are pinned by the digests of their files and put into a plain folder, which, unlike a virtual environment, can
/// be made beside its place and renamed when it is whole.
enum PythonPackages {
  /// What is installed: name, version, and SHA-256 of the wheel.
  private static let pins = [
    ("mpmath", "1.3.0", "a0b2b9fe80bbcd81a6647ff13108738cfb482d481d826cc0e02f5b35e5c88d2c"),
    ("sympy", "1.14.0", "e091cc3e99d2141a0ba2847328f5479b05d94a6635cb96148ccb3f34671bd8f5"),
  ]

  /// Such as `mpmath 1.3.0, sympy 1.14.0`.
  static let versions = pins.map { "\($0.0) \($0.1)" }.joined(separator: ", ")

  private static let requirements = pins.map { "\($0.0)==\($0.1) --hash=sha256:\($0.2)\n" }.joined()

  /// The folder with the packages, made if need be.
  /// - Parameters:
  ///   - folder: where it is kept.
  ///   - command: the Python that has pip.
  ///   - tell: told, once, that something is installed.
  static func folder(
    in folder: String, python: PythonInterpreter, command: String, tell: @Sendable (String) -> Void
  ) async throws(ToolTrouble) -> String {
    let name = Digest(of: Array((requirements + python.version).utf8)).hex.prefix(16)
    let path = "\(folder)/packages-\(name)"
    do {
      if try Disk.stat(path) != nil { return path }
      try Disk.makeFolder(folder)
      let lock = try await FolderLock.take("\(folder)/packages.lock")
      defer { lock.release() }
      if try Disk.stat(path) != nil { return path }
      tell("installing \(versions) for the tools, once for this cache")
      let temporary = "\(folder)/packages-\(name).\(UInt32.random(in: 0 ... .max)).tmp"
      try await install(into: temporary, command: command)
      try Disk.move(temporary, to: path)
      return path
    } catch let trouble as ToolTrouble {
      throw trouble
    } catch {
      throw ToolTrouble("\(error)")
    }
  }

  private static func install(into folder: String, command: String) async throws {
    let list = "\(folder).txt"
    try Disk.write(Array(requirements.utf8), to: list)
    defer { try? Disk.remove(list) }
    let pip = Program(
      arguments: [
        command, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2",
        "--timeout", "20", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--target", folder, "-r", list,
      ], folder: "/")
    let output = await pip.run(input: [], timeout: .seconds(600))
    guard let problem = output.problem else { return }
    _ = await Program(arguments: ["rm", "-rf", folder], folder: "/").run(input: [], timeout: .seconds(60))
    let hint = problem.contains("No module named pip") ? "; install pip (on Debian: apt install python3-pip)" : ""
    throw ToolTrouble("cannot install \(versions) with pip: \(problem)\(hint)")
  }
}
