/// A Python that is installed on the machine.
struct PythonInterpreter: Sendable, Hashable {
  /// The oldest version that SymPy runs on.
  static let oldest = [3, 9]

  /// The program itself, behind all links and shims.
  let program: String
  /// The folders that hold its library.
  let libraries: [String]
  /// Such as `cpython 3.11.7`.
  let version: String

  private static let question = """
    import os, sys
    places = {sys.base_prefix + "/lib", sys.base_exec_prefix + "/" + sys.platlibdir}
    print(sys.implementation.name, ".".join(map(str, sys.version_info[:3])), sep="\\n")
    print(os.path.realpath(sys.executable), *sorted(places), sep="\\n")
    """

  /// Asks a command, such as `python3`, which Python it starts.
  static func find(_ command: String) async throws(ToolTrouble) -> PythonInterpreter {
    let need = "the tools 'sympy' and 'python' need Python 3.9 or newer"
    let program = Program(arguments: [command, "-I", "-S", "-c", question], folder: "/")
    let output = await program.run(input: [], timeout: .seconds(60))
    if let problem = output.problem { throw ToolTrouble("\(need): \(problem)") }
    let lines = output.bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    guard lines.count >= 4 else { throw ToolTrouble("\(need): '\(command)' is something else") }
    let version = lines[1].split(separator: ".").compactMap { Int($0) }
    guard !version.lexicographicallyPrecedes(oldest) else { throw ToolTrouble("\(need): '\(command)' is \(lines[1])") }
    return PythonInterpreter(program: lines[2], libraries: Array(lines[3...]), version: "\(lines[0]) \(lines[1])")
  }
}
