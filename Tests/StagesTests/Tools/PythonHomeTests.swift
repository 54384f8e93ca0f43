import Foundation
import Graph
import Synchronization
import TestSupport
import Testing

@testable import Stages

@Suite("What Python tools need is found, made once, or missed with a reason")
struct PythonHomeTests {
  @Test("without Python, a call is the machine's trouble")
  func noPython() async throws {
    let folder = try TemporaryFolder()
    let tools = ToolCatalog.tools(named: ["sympy"], home: PythonHome(cache: folder.path, python: "no-such-python"))
    let error = await #expect(throws: ToolTrouble.self) {
      try await tools.call("is_prime", Array(#"{"number":"7"}"#.utf8), in: ToolSession())
    }
    let message = try #require(error?.message)
    #expect(message.hasPrefix("the tools 'sympy' and 'python' need Python 3.9 or newer: 'no-such-python' ended with"))
  }

  @Test(
    "a Python that is too old, or none at all, is refused",
    arguments: [
      (#"echo cpython; echo 3.8.10; echo /usr/bin/python3; echo /usr/lib"#, "'FOLDER/snake' is 3.8.10"),
      (#"echo hello"#, "'FOLDER/snake' is something else"),
    ])
  func wrongPython(script: String, reason: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write("#!/bin/sh\n\(script)\n", to: "snake")
    chmod(folder.path(of: "snake"), 0o755)
    let home = PythonHome(cache: folder.path, python: folder.path(of: "snake"))
    let expected = reason.replacing("FOLDER", with: folder.path)
    await #expect(throws: ToolTrouble("the tools 'sympy' and 'python' need Python 3.9 or newer: \(expected)")) {
      try await home.provenance()
    }
  }

  @Test("a failing pip is told in its own words, and leaves nothing behind that looks whole")
  func noPackages() async throws {
    let folder = try TemporaryFolder()
    let script = """
      #!/bin/sh
      if [ "$1" = -m ]; then mkdir -p "${16}"; echo "No module named pip" >&2; exit 1; fi
      printf 'cpython\\n3.11.2\\n/usr/bin/python3\\n/usr/lib\\n'
      """
    try folder.write(script, to: "snake")
    chmod(folder.path(of: "snake"), 0o755)
    let home = PythonHome(cache: folder.path, python: folder.path(of: "snake"))
    let reason = """
      cannot install mpmath 1.3.0, sympy 1.14.0 with pip: '\(folder.path)/snake' ended with status 1: No module named \
      pip; install pip (on Debian: apt install python3-pip)
      """
    await #expect(throws: ToolTrouble(reason)) { try await home.provenance() }
    #expect(try Disk.names(in: folder.path(of: "python")) == ["packages.lock"])
  }

  @Test("what was installed before is used without pip and without a network", .needsSymPy)
  func offline() async throws {
    let folder = try TemporaryFolder()
    try folder.write("#!/bin/sh\n[ \"$1\" != -m ] || exit 9\nexec python3 \"$@\"\n", to: "snake")
    chmod(folder.path(of: "snake"), 0o755)
    let told = Told()
    let home = PythonHome(cache: ToolBench.cache, python: folder.path(of: "snake"), tell: told.add)
    let provenance = try await home.provenance()
    #expect(provenance.hasPrefix("cpython 3."))
    #expect(provenance.hasSuffix(", mpmath 1.3.0, sympy 1.14.0"))
    #expect(!told.words.contains { $0.contains("installing") })
  }

  @Test("without a sandbox, code is not run and SymPy is, with one warning", .needsSymPy)
  func noSandbox() async throws {
    let told = Told()
    let home = PythonHome(cache: ToolBench.cache, sandbox: "no-such-bwrap", tell: told.add)
    let tools = ToolCatalog.tools(named: ToolCatalog.names, home: home)
    for _ in 0..<2 {
      let error = await #expect(throws: ToolTrouble.self) {
        try await ToolBench.run("1", in: ToolSession(), tools: tools)
      }
      let message = try #require(error?.message)
      #expect(
        message.hasPrefix("the tool 'python' runs code that models write, and only in a sandbox: 'no-such-bwrap' ended")
      )
    }
    await #expect(throws: ToolTrouble.self) { try await tools.prepare() }
    let result = try await tools.call("is_prime", Array(#"{"number":"7"}"#.utf8), in: ToolSession())
    #expect(result == .value("True"))
    #expect(told.words.count == 1)
  }

  /// What a home tells the user.
  private final class Told: Sendable {
    private let lines = Mutex<[String]>([])

    var words: [String] { lines.withLock { $0 } }
    var add: @Sendable (String) -> Void { { line in self.lines.withLock { $0.append(line) } } }
  }
}
