/// The reference of all parameters for the docs, made from the declarations that validate.
package enum ParameterTables {
  /// A table for the top level, for each kind of stage and for each variant of each section, in Markdown.
  package static func markdown(_ declarations: Declarations) -> String {
    var lines = ["## Top level", ""]
    lines += table([Declarations.pipelineName] + declarations.allTopParameters)
    lines += ["## Every stage", ""]
    lines += table([Declarations.input] + Declarations.stageParameters)
    for kind in declarations.kinds {
      let note = kind.inputs == .none ? " Takes no `input`." : ""
      lines += ["## Stages of kind `\(kind.name)`", "", kind.summary + note, ""]
      lines += table(kind.parameters)
    }
    for section in declarations.sections {
      lines += ["## `\(section.name)`", "", section.summary, ""]
      lines += table(Declarations.entryParameters)
      for variant in section.variants {
        let title = "`\(section.name)` with `\"\(section.discriminator)\": \"\(variant.name)\"`"
        lines += ["### " + title, "", variant.summary, ""]
        lines += table(variant.parameters)
      }
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A table with a row for each parameter and each of its parts, and an empty line after it.
  private static func table(_ parameters: [Parameter]) -> [String] {
    if parameters.isEmpty { return ["It has no parameters of its own.", ""] }
    let head = ["| Name | Type | Sort | Default | Meaning |", "|---|---|---|---|---|"]
    return head + parameters.flatMap { rows($0, under: "") } + [""]
  }

  private static func rows(_ parameter: Parameter, under path: String) -> [String] {
    let standard = parameter.defaultValue.map { "`\($0.json)`" } ?? (parameter.isRequired ? "required" : "")
    let name = path + parameter.name
    let cells = ["`\(name)`", parameter.type.label, parameter.sort.label, standard, parameter.summary]
    let row = "| " + cells.map(escaped).joined(separator: " | ") + " |"
    return [row] + parts(of: parameter.type, at: name)
  }

  /// The rows of what lies inside a value: `rules[].field` in a list, `fractions.*` in a map.
  private static func parts(of type: ParameterType, at path: String) -> [String] {
    switch type {
    case .object(let parameters): parameters.flatMap { rows($0, under: path + ".") }
    case .exactlyOneOf(let choices, let others): (choices + others).flatMap { rows($0, under: path + ".") }
    case .list(let element, _): parts(of: element, at: path + "[]")
    case .map(let element): parts(of: element, at: path + ".*")
    case .either(let types): types.flatMap { parts(of: $0, at: path) }
    default: []
    }
  }

  /// A bar would end the cell, even inside code.
  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}

extension Sort {
  /// The word for a sort in prose.
  package var label: String {
    switch self {
    case .ingredient: "ingredient"
    case .bound: "bound"
    case .conduct: "conduct"
    case .fanOut: "fan-out"
    }
  }
}
