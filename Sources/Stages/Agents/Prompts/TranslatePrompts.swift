/// The prompts of a translator and of its judge.
enum TranslatePrompts {
  static let system = "system"
  static let explain = "explain"
  static let again = "again"
  static let judge = "judge"

  /// Filled in by the stage: the call, never its result.
  static let tool = "tool"
  static let documentation = "documentation"
  static let arguments = "arguments"
  /// What was wrong with an attempt.
  static let fault = "fault"
  /// For the judge alone: what the explanation arrives at, and what the tool returned.
  static let derived = "derived"
  static let result = "result"

  private static let call = [tool, documentation, arguments]

  static let roles = [
    PromptRole(
      system,
      #"""
      You are a mathematician who explains calculations to students who have nothing but pen and paper.

      - Derive the result yourself, step by step, in plain sentences and formulas. Show every intermediate value and say \#
      why each step is allowed.
      - Never speak of software, tools, functions or code, and write none. The reader must not notice that a program was \#
      ever asked.
      - Keep exact values. Do not round unless the task itself does.
      - End with the result alone in \boxed{ }, once.
      """#, fields: call, "How calls are to be explained, as the system message."),
    PromptRole(
      explain,
      #"""
      Somebody gave this task to a program. Solve it by hand instead, and write the derivation down in full.

      The task has the name "{{tool}}", which means: {{documentation}}

      It was given these arguments, as JSON:

      {{arguments}}

      Write the derivation in words and formulas, and end with its result in \boxed{ }.
      """#, fields: call, "Shows one call, without its result, and asks for the derivation."),
    PromptRole(
      again,
      #"""
      That cannot be used: {{fault}}

      Go through the task again, more carefully and in smaller steps. Check each step before the next. Write the whole \#
      derivation anew, and end with its result in \boxed{ }.
      """#, fields: call + [fault], "Tells what was wrong with an attempt, in `{{fault}}`, and asks for another."),
    PromptRole(
      judge,
      #"""
      Two people solved the same task. Decide whether their results mean the same in mathematics. Differences in \#
      notation, order of solutions, form or naming of variables do not matter; differences in value do.

      The task has the name "{{tool}}", which means: {{documentation}}

      Its arguments, as JSON: {{arguments}}

      First result: {{result}}

      Second result: {{derived}}

      Compare them step by step in a few sentences. Then end with \boxed{True} if they mean the same, or with \#
      \boxed{False} if they do not or if you cannot tell.
      """#, fields: call + [derived, result],
      "Asks the judge whether two results mean the same; its reply must end in `\\boxed{True}` or `\\boxed{False}`."),
  ]
}
