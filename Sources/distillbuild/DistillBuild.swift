import ArgumentParser

@main
struct DistillBuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distillbuild",
    abstract: "Make for distillation data sets.",
    discussion: """
      A pipeline.json names stages: load problems, solve, verify, translate, rephrase, filter, split. Every finished \
      piece is kept under a hash of what it was made from, and only what changed is made again.
      """,
    version: "0.1.0",
    subcommands: [
      BuildCommand.self, PlanCommand.self, CheckCommand.self, WhyCommand.self, ShowCommand.self, ForgetCommand.self,
      CleanCommand.self,
      CacheCommand.self, SchemaCommand.self, GradeCommand.self,
    ],
    defaultSubcommand: BuildCommand.self)

  /// Runs the command; the exit status tells whose move it is (README, "Exit status").
  static func main() async {
    Interrupt.install()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as ExitStatus {
      error.exit()
    } catch {
      if exitCode(for: error) == .validationFailure {
        let text = fullMessage(for: error)
        Terminal.error(text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text)
        ExitStatus.userMistake.exit()
      }
      if let status = ExitStatus(explaining: error) { status.exit() }
      exit(withError: error)
    }
  }
}
