/// The JSON Schema of a pipeline file, which lets editors complete keys and underline mistakes.
///
/// It is made from the declarations that also validate, so the two cannot drift apart. A schema cannot say all that
/// the validator checks: that names exist, and that stages form no circle.
package enum PipelineSchema {
  /// The schema (draft 2020-12) as text, the same for the same declarations.
  package static func text(_ declarations: Declarations) -> String {
    schema(declarations).prettyJSON + "\n"
  }

  /// The schema as a value.
  package static func schema(_ declarations: Declarations) -> JSONNode {
    var properties: [(String, JSONNode)] = [("$schema", ["type": "string", "description": "This file's JSON Schema."])]
    for parameter in [Declarations.pipelineName] + declarations.allTopParameters {
      properties.append((parameter.name, schema(of: parameter)))
    }
    var definitions: [(String, JSONNode)] = []
    for section in declarations.sections {
      properties.append((section.name, named(section.summary, "#/$defs/\(section.name)", minimum: 0)))
      definitions += variants(
        of: section.name, key: section.discriminator, "Chooses what else may stand here.",
        section.variants.map { variant in
          object(variant.allParameters, chosenBy: section.discriminator, variant.name, variant.summary)
        })
    }
    properties.append(
      (Declarations.stages, named("The work to do, by stage.", "#/$defs/\(Declarations.stages)", minimum: 1)))
    definitions += variants(
      of: Declarations.stages, key: "kind", "What the stage does.",
      declarations.kinds.map { kind in
        let input = kind.inputs == .none ? [] : [Declarations.input]
        return object(input + kind.allParameters, chosenBy: "kind", kind.name, kind.summary)
      })
    return object([
      ("$schema", "https://json-schema.org/draft/2020-12/schema"),
      ("title", "A pipeline of distillbuild"),
      ("type", "object"),
      ("properties", object(properties)),
      ("required", [.init(.string(Declarations.pipelineName.name)), .init(.string(Declarations.stages))]),
      ("additionalProperties", false),
      ("$defs", object(definitions)),
    ])
  }

  /// An object whose keys are names that the user chooses.
  private static func named(_ summary: String, _ reference: String, minimum: Int) -> JSONNode {
    var parts: [(String, JSONNode)] = [
      ("description", JSONNode(.string(summary))), ("type", "object"),
      ("propertyNames", ["pattern": JSONNode(.string(StringRule.name.pattern))]),
      ("additionalProperties", ["$ref": JSONNode(.string(reference))]),
    ]
    if minimum > 0 { parts.append(("minProperties", JSONNode(integerLiteral: minimum))) }
    return object(parts)
  }

  /// One definition that looks at a key, and one for each thing that the key may say.
  ///
  /// `if` and `then`, not `oneOf`: a validator then complains about the variant that was meant, not about all.
  private static func variants(
    of name: String, key: String, _ summary: String, _ variants: [(name: String, schema: JSONNode)]
  ) -> [(String, JSONNode)] {
    let words = variants.map { JSONNode(.string($0.name)) }
    let chooser: JSONNode = ["description": JSONNode(.string(summary)), "enum": JSONNode(.array(words))]
    let rules = variants.map { variant in
      let condition = object([(key, ["const": JSONNode(.string(variant.name))])])
      return object([
        ("if", ["properties": condition, "required": [JSONNode(.string(key))]]),
        ("then", ["$ref": JSONNode(.string("#/$defs/\(name).\(variant.name)"))]),
      ])
    }
    let all = object([
      ("type", "object"), ("properties", object([(key, chooser)])), ("required", [JSONNode(.string(key))]),
      ("allOf", JSONNode(.array(rules))),
    ])
    return [(name, all)] + variants.map { ("\(name).\($0.name)", $0.schema) }
  }

  private static func object(
    _ parameters: [Parameter], chosenBy key: String, _ name: String, _ summary: String
  ) -> (name: String, schema: JSONNode) {
    let chooser: JSONNode = ["const": JSONNode(.string(name))]
    let properties = [(key, chooser)] + parameters.map { ($0.name, schema(of: $0)) }
    let parts = [("description", JSONNode(.string(summary))), ("type", "object")]
    return (name, object(parts + closed(properties, required: parameters)))
  }
}

extension PipelineSchema {
  private static func schema(of parameter: Parameter) -> JSONNode {
    var parts = [("description", JSONNode(.string(parameter.summary)))] + keywords(parameter.type)
    if let standard = parameter.defaultValue { parts.append(("default", standard)) }
    return object(parts)
  }

  private static func schema(of type: ParameterType) -> JSONNode { object(keywords(type)) }

  private static func keywords(_ type: ParameterType) -> [(String, JSONNode)] {
    switch type {
    case .string, .reference: return [("type", "string")]
    case .stringMatching(let rule): return string(rule)
    case .file: return string(.nonEmpty)
    case .fieldPath: return string(.fieldPath)
    case .integer(let range): return [("type", "integer")] + limits(ParameterType.bounds(range))
    case .number(let range): return [("type", "number")] + limits(ParameterType.bounds(range))
    case .boolean: return [("type", "boolean")]
    case .oneOf(let words): return [("enum", JSONNode(.array(words.map { JSONNode(.string($0)) })))]
    case .list(let type, let minimum):
      let least = minimum > 0 ? [("minItems", JSONNode(integerLiteral: minimum))] : []
      return [("type", "array"), ("items", schema(of: type))] + least
    case .object(let parameters):
      return [("type", "object")] + closed(parameters.map { ($0.name, schema(of: $0)) }, required: parameters)
    case .exactlyOneOf(let choices, let others):
      let properties = (choices + others).map { ($0.name, schema(of: $0)) }
      let each = choices.map { choice in object([("required", [JSONNode(.string(choice.name))])]) }
      return [("type", "object")] + closed(properties, required: others) + [("oneOf", JSONNode(.array(each)))]
    case .map(let type): return [("type", "object"), ("additionalProperties", schema(of: type))]
    case .either(let types): return [("anyOf", JSONNode(.array(types.map { schema(of: $0) })))]
    case .value: return []
    }
  }

  private static func string(_ rule: StringRule) -> [(String, JSONNode)] {
    [("type", "string"), ("pattern", JSONNode(.string(rule.pattern)))]
  }

  private static func limits(_ bounds: (lower: String?, upper: String?)) -> [(String, JSONNode)] {
    let lower = bounds.lower.map { [("minimum", JSONNode(.number($0)))] } ?? []
    let upper = bounds.upper.map { [("maximum", JSONNode(.number($0)))] } ?? []
    return lower + upper
  }

  /// The keywords of an object that has these members and no others.
  private static func closed(
    _ properties: [(String, JSONNode)], required parameters: [Parameter]
  ) -> [(String, JSONNode)] {
    let names = parameters.filter { $0.isRequired && $0.defaultValue == nil }.map { JSONNode(.string($0.name)) }
    let required = names.isEmpty ? [] : [("required", JSONNode(.array(names)))]
    return [("properties", object(properties))] + required + [("additionalProperties", false)]
  }

  private static func object(_ parts: [(String, JSONNode)]) -> JSONNode {
    JSONNode(.object(parts.map { JSONNode.Member(key: $0.0, keyPosition: .nowhere, node: $0.1) }))
  }
}
