import Graph
import Testing
import TestSupport

@Suite("A model that turns against the machine gets tool errors, and the build goes on", .needsSymPy, .needsSandbox)
struct PaperHostileTests {
  private static let secret = "swordfish-7391"

  /// Code for `python`: what it may say is without the secret, or an error.
  private static let code = [
    "import os; print(dict(os.environ))", "print(open('SECRET').read())",
    "import glob; print([open(f).read() for f in glob.glob('/**/secret.txt', recursive=True)])",
    "open('MARK', 'w').write('x')", "import os; os.system('touch MARK')",
    "import subprocess; print(subprocess.run(['cat', 'SECRET'], capture_output=True))",
    "import socket; socket.create_connection(('127.0.0.1', PORT))", "import os\nwhile True: os.fork()",
    "x = []\nwhile True: x.append(bytearray(10**8))", "while True: pass", "print('x' * 10**9)",
    "import sys; sys.exit(1)", "import os; os.kill(os.getppid(), 9)", "import ctypes; ctypes.string_at(0)",
    "open('/proc/self/environ').read()", "import os; os.execv('/bin/sh', ['sh', '-c', 'touch MARK'])",
  ]

  /// What is no mathematics, or more of it than a machine can do; all of it ends in an error.
  private static let expressions = [
    "__import__('os').system('touch MARK')", "open('SECRET').read()", "x.__class__.__mro__", "().__class__",
    "(lambda: 1)()", "[y for y in (1, 2)]", "exec('1')", "10**10**10", "factorial(10**9)", "'a'*10**9", "f'{x}'",
    "Sum(1/k, (k, 1, 10**9)).doit()",
  ]

  @Test func `forty calls that read, write, reach out, or never end`() async throws {
    let folder = try CommandProject()
    try folder.write(Self.secret, to: "secret.txt")
    let listener = try ScriptedServer { _ in ScriptedAnswer("") }
    func real(_ text: String) -> String {
      text.replacing("SECRET", with: folder.path("secret.txt")).replacing("MARK", with: folder.path("mark"))
        .replacing("PORT", with: "\(listener.port)")
    }
    let calls =
      Self.code.map { PaperProblem.Call("python", Self.object("code", real($0)), nil) }
      + Self.expressions.map { real($0) }.flatMap { text in
        [
          PaperProblem.Call("simplify_expression", Self.object("expression", text), nil),
          PaperProblem.Call("solve_equation", Self.object("equation", text), nil),
        ]
      }
    #expect(calls.count == 40)
    let harmless = PaperProblem.Call("simplify_expression", #"{"expression":"40 + 2"}"#, "42", byHand: "42")
    let problem = PaperProblem(
      "hostile", "Algebra", "What is forty and two?", answer: "42",
      turns: [Array(calls.prefix(20)), Array(calls.suffix(20)), [harmless]])
    let subject = PaperSubject([problem])
    let taught = try ModelProject(
      data: [problem].text, servers: [try StrongModel(of: subject).server()], tools: #"sympy", "python"#,
      timeouts: #""firstByte": 60"#, solve: #""toolSeconds": 2"#)
    try SharedPython.share(with: taught.project)
    let report = try await taught.build("verify").report
    #expect(report.status == "complete")
    #expect(report["verify"]?.kept == 1)
    for call in calls {
      let seen = try #require(subject.results[call.key], "\(call.key)")
      #expect(!seen.text.contains(Self.secret), "\(call.key)")
      #expect(!seen.isSuccess || call.tool == "python", "\(call.key): \(seen.text)")
      #expect(seen.text.count < 3_000)
    }
    #expect(subject.results[harmless.key]?.text == "42")
    #expect(!folder.exists("mark"))
    #expect(listener.connections == 0)
  }

  private static func object(_ name: String, _ text: String) -> String { JSONNode.object([(name, .text(text))]).line }
}
