package import Graph

/// What models and people are told of a tool.
package struct ToolSpec: Sendable, Hashable {
  /// The name that calls bear.
  package let name: String
  /// What it does.
  package let purpose: String
  /// What it takes.
  package let parameters: [ToolParameter]

  init(_ name: String, _ purpose: String, _ parameters: [ToolParameter]) {
    (self.name, self.purpose, self.parameters) = (name, purpose, parameters)
  }

  /// The JSON schema of its arguments.
  package var schema: JSONNode {
    [
      "type": "object",
      "properties": .object(parameters.map { ($0.name, $0.schema) }),
      "required": .list(parameters.filter(\.isRequired).map { .text($0.name) }),
      "additionalProperties": false,
    ]
  }

  /// Names all that models are told.
  var digest: Digest {
    let told: JSONNode = ["name": .text(name), "purpose": .text(purpose), "schema": schema]
    return Digest(of: told.utf8)
  }

  /// Reads a call's arguments, which any text may be.
  package func read(_ json: [UInt8]) -> Result<ToolArguments, ToolMistake> {
    let node: JSONNode
    do throws(Problem) {
      node = try JSONNode.parse(json, file: "arguments")
    } catch {
      return mistake("the arguments are not JSON: \(error.message) at character \(error.position.column)")
    }
    guard let members = node.members else { return mistake("the arguments must be a JSON object") }
    let names = parameters.map(\.name)
    for member in members where !names.contains(member.key) {
      return mistake("there is no argument '\(member.key.prefix(80))'\(Nearest.hint(member.key, among: names))")
    }
    var values: [(String, JSONNode)] = []
    for parameter in parameters {
      // Null is how some models leave an argument out.
      guard let given = node[parameter.name], !given.isNull else {
        if parameter.isRequired { return mistake("the argument '\(parameter.name)' is missing") }
        continue
      }
      guard let value = parameter.kind.read(given) else {
        return mistake("'\(parameter.name)' must be \(parameter.kind.words)")
      }
      values.append((parameter.name, value))
    }
    return .success(ToolArguments(json: .object(values)))
  }

  private func mistake(_ message: String) -> Result<ToolArguments, ToolMistake> {
    let takes = parameters.map { "'\($0.name)'\($0.isRequired ? "" : " (optional)")" }.joined(separator: ", ")
    return .failure(ToolMistake(message: "\(message). \(name) takes \(takes)"))
  }
}

/// What is wrong with a call, in words for the model.
package struct ToolMistake: Error, Sendable, Hashable {
  /// What is wrong and what is expected.
  package let message: String
}

/// Arguments that fit a tool's declaration.
package struct ToolArguments: Sendable {
  /// A JSON object with the declared arguments alone, each of its declared kind.
  package let json: JSONNode

  /// The text of an argument; empty if it was left out.
  func text(_ name: String) -> String { json[name]?.string ?? "" }
}

extension JSONNode {
  fileprivate var isNull: Bool {
    if case .null = value { true } else { false }
  }
}
