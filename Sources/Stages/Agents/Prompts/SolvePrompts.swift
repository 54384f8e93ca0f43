/// The prompts of a solver, in the order in which they are used (PAPER: plan, act, reflect, wrap up).
enum SolvePrompts {
  static let system = "system"
  static let plan = "plan"
  static let act = "act"
  static let next = "next"
  static let wrapUp = "wrapUp"

  /// Filled in by the stage: the tools, a line each, and how to use them.
  static let tools = "tools"
  static let toolNotes = "tool_notes"

  static let roles = [
    PromptRole(
      system,
      #"""
      You are a careful mathematician. You solve a problem step by step and say what you do and why.

      - Take one step at a time. Before a calculation say in words what it is for; after it say what its result means \#
      for the problem.
      - Look back after each step. Are the size, the sign and the unit of the result sensible? Does it satisfy what the \#
      problem says? If not, find the mistake before you go on.
      - Keep exact values, such as fractions and roots, unless the problem asks for a rounded one.
      - When you are sure, put the final answer into \boxed{ }, once, at the end of your last reply, with nothing in the \#
      box but the answer.

      {{tool_notes}}
      """#, fields: [tools, toolNotes], "How the solver is to work, as its system message."),
    PromptRole(
      plan,
      #"""
      Here is the problem:

      {{problem}}

      Before you solve it, make a plan. In a few short points say what is given, what is asked, which steps lead there, \#
      and where it is worth using a tool. Do not calculate anything and do not call a tool yet.

      {{tools}}
      """#, fields: [tools, toolNotes], "Shows the problem and asks for a plan."),
    PromptRole(
      act,
      #"""
      Now carry out the plan, beginning with its first step. Change the plan wherever you see that it does not work.
      """#, fields: [tools, toolNotes], "Asks for the first step."),
    PromptRole(
      next,
      #"""
      Look back at what you have found so far: is it right, and does it bring you closer to the answer? Then take the \#
      next step. If nothing is left to do, give the final answer in \boxed{ }.
      """#, fields: [tools, toolNotes],
      "Asks for the next step, after a reply that neither calls a tool nor holds an answer."),
    PromptRole(
      wrapUp,
      #"""
      This is your last reply, and you cannot call a tool any more. From all that you have found, give the best final \#
      answer that you can, in \boxed{ }.
      """#, fields: [tools, toolNotes], "Asks for the answer, one turn before `maxTurns`."),
  ]
}

/// What a solver is told of its tools.
enum ToolNotes {
  /// The tools, a line each; nothing if there are none.
  static func list(_ tools: ToolSet) -> String {
    tools.tools.isEmpty
      ? "" : "Your tools:\n" + tools.tools.map { "- \($0.spec.name): \($0.spec.purpose)" }.joined(separator: "\n")
  }

  /// How to use them well.
  static func notes(_ tools: ToolSet) -> String {
    guard !tools.tools.isEmpty else { return "" }
    let names = tools.tools.map(\.spec.name)
    var notes = """
      About your tools:
      - Let them do what they do better than you: long arithmetic, algebra, equations, calculus. What is plain at a \
      glance needs no tool.
      - Every call answers with a status and a result or a message. A message tells what was wrong: correct the call or \
      find another way, and do not repeat it as it was.
      - You see a result only after your reply has ended, so never state one before. Calls that do not depend on each \
      other can be made in one reply.
      - Never put a final answer into a reply that calls a tool.
      """
    if names.contains(where: SymPyTools.specs.map(\.name).contains) { notes += "\n\n" + sympy }
    if names.contains(PythonTool.name) { notes += "\n\n" + python }
    return notes
  }

  private static let sympy = """
    Expressions are written as SymPy reads them:
    - Powers with **, products with * always written out: 2*x**3, never 2x^3.
    - Equations as Eq(left, right), never with =. Inequalities with <, <=, >, >=.
    - Abs(x), sqrt(x), exp(x), log(x) for the natural logarithm, factorial(n), binomial(n, k), Sum(f, (i, a, b)).
    - pi, E, oo for infinity, and a capital I for the imaginary unit. Angles are in radians: 30 degrees is pi/6.
    - Fractions as 1/3, so that results stay exact; a decimal makes the result one.
    - Variables are single letters, with a digit if need be: x, y, a1.
    - A matrix is a list of rows, and a point or vector a matrix of one row or column.
    """

  private static let python = """
    Python code runs step after step in one session: names stay defined from call to call. Print what you want to see. \
    sympy and mpmath can be imported; there are no files and no network.
    """
}
