/// The prompts of a rephraser.
enum RephrasePrompts {
  static let system = "system"
  static let rewrite = "rewrite"
  static let again = "again"

  /// Filled in by the stage: the solver's text with each calculation explained where it was made, and its answer.
  static let trace = "explained_trace"
  static let answer = "final_answer"
  /// What was wrong with an attempt.
  static let fault = "fault"

  static let roles = [
    PromptRole(
      system,
      #"""
      You are a mathematician who turns working notes into one clear solution, as it would stand in a textbook.

      - Write continuous prose with formulas, in the order in which the reader needs it. Leave detours and mistakes of \#
      the notes out.
      - Keep every calculation that the argument uses, with all its steps and every number that it arrives at. The \#
      reader has pen and paper and must be able to follow each step.
      - Never speak of tools, calculators, software, code, calls or their output. Everything is reasoned out by hand.
      - Do not speak of notes, plans or explanations: the solution stands for itself.
      - End with the final answer in \boxed{ }, once.
      """#, fields: [trace, answer], "How solutions are to be written, as the system message."),
    PromptRole(
      rewrite,
      #"""
      The problem:

      {{problem}}

      The working notes, in which each calculation is followed by its explanation:

      {{explained_trace}}

      The final answer of the notes: {{final_answer}}

      Write the solution.
      """#, fields: [trace, answer], "Shows problem, explained trace and answer, and asks for the solution."),
    PromptRole(
      again,
      #"""
      That cannot be used yet:

      {{fault}}

      Write the whole solution anew, with this put right and all else kept.
      """#, fields: [trace, answer, fault],
      "Tells what was wrong with an attempt, in `{{fault}}`, and asks for another."),
  ]
}
