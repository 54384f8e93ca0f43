import Testing

@testable import Stages

@Suite("Code runs cell by cell, as in a notebook", .needsSandbox)
struct PythonCellsTests {
  @Test(
    "a cell returns what it prints and the value of its last expression",
    arguments: [
      ("1 + 1", "2"), ("x = 3", ""), ("print('a')\nprint('b')", "a\nb"), ("print('a')\n'b'", "a\n'b'"),
      ("None", ""), ("", ""), ("for i in range(3):\n  print(i, end='')", "012"),
      ("import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out')", "out\nerr\nout"),
      ("import os\nos.write(1, b'raw')", "raw\n3"), ("'é' + chr(0xD800)", #"'é\ud800'"#),
      ("from sympy import *\nx = symbols('x')\nintegrate(x**2, x)", "x**3/3"),
      ("print(0.1 + 0.2)", "0.30000000000000004"), ("__name__", "'__main__'"),
    ])
  func results(code: String, result: String) async throws {
    #expect(try await ToolBench.run(code, in: ToolSession()) == .value(result))
  }

  @Test(
    "an error tells the lines that led to it",
    arguments: [
      ("1/0", "  cell 1, line 1: 1/0\nZeroDivisionError: division by zero"),
      (
        "def f(n):\n  return 1/n\nprint('before')\nf(0)",
        "before\n  cell 1, line 4: f(0)\n  cell 1, line 2: return 1/n\nZeroDivisionError: division by zero"
      ),
      ("import sys; sys.exit(3)", "  cell 1, line 1: import sys; sys.exit(3)\nSystemExit: 3"),
      ("raise KeyboardInterrupt", "  cell 1, line 1: raise KeyboardInterrupt\nKeyboardInterrupt"),
      (
        "class E(Exception):\n  def __str__(self): return 1/0\nraise E",
        "  cell 1, line 3: raise E\nE: <exception str() failed>"
      ),
    ])
  func errors(code: String, message: String) async throws {
    let result = try await ToolBench.run(code, in: ToolSession())
    #expect(result == .error(message))
  }

  @Test("names stay from cell to cell, and belong to one session")
  func sessions() async throws {
    let (one, other) = (ToolSession(), ToolSession())
    #expect(try await ToolBench.run("x = 1", in: one) == .value(""))
    #expect(try await ToolBench.run("x = 2", in: other) == .value(""))
    #expect(try await ToolBench.run("x", in: one) == .value("1"))
    #expect(try await ToolBench.run("x", in: other) == .value("2"))
    #expect(one.cells == ["x = 1", "x"])
  }

  @Test("a session goes on from code that ran in an earlier build")
  func resumed() async throws {
    let session = ToolSession(cells: ["x = 20", "x += 1\n1/0"])
    #expect(try await ToolBench.run("x * 2", in: session) == .value("42"))
  }

  @Test("a session whose worker gave way to others finds its names again")
  func replay() async throws {
    let limits = ToolLimits(memory: ToolBench.memory)
    let few = ToolCatalog.tools(named: ["python"], home: ToolBench.home, limits: limits, workers: 1)
    let sessions = (0..<3).map { _ in ToolSession() }
    for (place, session) in sessions.enumerated() {
      #expect(
        try await ToolBench.run("import random\nx = [\(place), random.random()]\nx[1]", in: session, tools: few).status
          == .success)
    }
    for (place, session) in sessions.enumerated() {
      #expect(try await ToolBench.run("x[0]", in: session, tools: few) == .value("\(place)"))
    }
  }

  @Test("a cell that takes too long has no effect, and what ran before it still holds")
  func tooLong() async throws {
    let session = ToolSession()
    let tools = ToolBench.impatient
    _ = try await ToolBench.run("x = 1", in: session, tools: tools)
    let result = try await ToolBench.run("x = 2\nwhile True: pass", in: session, tools: tools)
    #expect(result == ToolResult(status: .error, text: "the code was ended after 1 second", cutBy: .seconds))
    #expect(try await ToolBench.run("x", in: session, tools: tools) == .value("1"))
    #expect(session.cells == ["x = 1", "x"])
  }

  @Test("chance, addresses and the order of sets are the same in every session")
  func determinism() async throws {
    let code = """
      import random
      class A: pass
      print(random.random(), object(), {'a', 'b', 'c', 'd'}, hash('x'))
      [sorted({A(): i for i in range(5)}.values()), list({A, int, str, None})]
      """
    let first = try await ToolBench.run(code, in: ToolSession())
    #expect(first.status == .success)
    #expect(try await ToolBench.run(code, in: ToolSession()) == first)
  }

  @Test("long output is cut with a note; an error keeps its last line")
  func cutOutput() async throws {
    let few = ToolCatalog.tools(named: ["python"], home: ToolBench.home, limits: ToolLimits(characters: 20))
    let value = try await ToolBench.run("print('x' * 100)", in: ToolSession(), tools: few)
    #expect(value.text == "xxxxxxxxxxxxxxxxxxxx… [80 more characters]")
    #expect(value.cutBy == .characters)
    let number = try await ToolBench.run("print('x' * 100)\n123", in: ToolSession(), tools: few)
    #expect(number.text == "xxxxxxxxxxxxxxxxx… [84 more characters]\n123")
  }
}
