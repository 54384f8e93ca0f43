import ArgumentParser
import Foundation
import Graph
import Stages

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of pipeline files, or the tables of docs/pipeline.md.")

  @Flag(name: .long, help: "Prints the tables of parameters as Markdown.")
  var markdown = false

  func run() {
    let text =
      markdown ? ParameterTables.markdown(StageCatalog.declarations) : PipelineSchema.text(StageCatalog.declarations)
    Terminal.write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
  }
}
