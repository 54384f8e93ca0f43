import Graph
import Testing

@Suite("The schema and the tables are made from the declarations")
struct ReferenceTests {
  private let small = Declarations(
    kinds: [
      KindDeclaration("load", inputs: .none, parameters: [], "Reads problems."),
      KindDeclaration(
        "filter",
        parameters: [
          Parameter(
            "rules", .ingredient,
            .list(
              of: .exactlyOneOf(
                [Parameter("longest", .ingredient, .integer(1 ... .max), "The greatest length.")],
                with: [Parameter("field", .ingredient, .fieldPath, default: "text", "Where | to look.")]), minimum: 1),
            required: true, "What records must obey.")
        ], "Drops records."),
    ],
    sections: [
      SectionDeclaration(
        "models", noun: "model", discriminator: "provider",
        variants: [
          .init(
            "offline",
            parameters: [
              Parameter("warmth", .ingredient, .number(0...1.5), default: 0.5, "How free to be."),
              Parameter("end", .conduct, .either([.boolean, .oneOf(["a", "b"])]), "When to stop."),
            ], "Works by rules.")
        ], "Models by name.")
    ])

  @Test("the tables have a row for each parameter and each part of one")
  func tables() {
    #expect(
      ParameterTables.markdown(small) == """
        ## Top level

        | Name | Type | Sort | Default | Meaning |
        |---|---|---|---|---|
        | `name` | string | conduct | required | The pipeline's name, for people. |
        | `seed` | integer from 0 to 9007199254740991 | ingredient | `0` | Where all random choices start from. |
        | `remote` | list of object | conduct |  | The caches shared with others, in the order in which they are asked; `DISTILLBUILD_REMOTE` takes their place. |
        | `remote[].url` | string | conduct | required | A folder, or an address that starts with `https://`, `s3://` or `grpcs://` (also `http://`, `grpc://`), without credentials. |
        | `remote[].mode` | `"read"` or `"read-write"` | conduct | `"read-write"` | Whether results are only looked for there, or also stored. |

        ## Every stage

        | Name | Type | Sort | Default | Meaning |
        |---|---|---|---|---|
        | `input` | name in `stages` or list of at least 1 name in `stages` or object | conduct | required | The stage whose records come in; or a list of stages, each a name or an object with a tag. |
        | `input[].stage` | name in `stages` | conduct | required | The stage whose records come in. |
        | `input[].tag` | string | ingredient |  | Put before their ids, so that inputs may share ids. |
        | `revision` | string or integer | ingredient |  | Any text or number; changing it makes everything that depends on it anew. |
        | `maxFailures` | integer of at least 0 | conduct |  | Ends the build early when more inputs than this fail. |

        ## Stages of kind `load`

        Reads problems. Takes no `input`.

        It has no parameters of its own.

        ## Stages of kind `filter`

        Drops records.

        | Name | Type | Sort | Default | Meaning |
        |---|---|---|---|---|
        | `rules` | list of at least 1 object with one choice | ingredient | required | What records must obey. |
        | `rules[].longest` | integer of at least 1 | ingredient |  | The greatest length. |
        | `rules[].field` | field | ingredient | `"text"` | Where \\| to look. |

        ## `models`

        Models by name.

        | Name | Type | Sort | Default | Meaning |
        |---|---|---|---|---|
        | `revision` | string or integer | ingredient |  | Any text or number; changing it makes everything that depends on it anew. |

        ### `models` with `"provider": "offline"`

        Works by rules.

        | Name | Type | Sort | Default | Meaning |
        |---|---|---|---|---|
        | `warmth` | number from 0 to 1.5 | ingredient | `0.5` | How free to be. |
        | `end` | boolean or `"a"` or `"b"` | conduct |  | When to stop. |

        """)
  }

  @Test("the schema closes every object and chooses by kind and by the section's key")
  func schema() throws {
    let text = PipelineSchema.text(small)
    let schema = try JSONNode.parse(Array(text.utf8), file: "schema")
    #expect(schema.prettyJSON + "\n" == text)
    #expect(schema["required"]?.json == #"["name","stages"]"#)
    #expect(schema["properties"]?.members?.map(\.key) == ["$schema", "name", "seed", "remote", "models", "stages"])
    let definitions = try #require(schema["$defs"])
    #expect(
      definitions.members?.map(\.key) == ["models", "models.offline", "stages", "stages.load", "stages.filter"])
    #expect(
      definitions["stages"]?["allOf"]?.elements?.last?.json
        == #"{"if":{"properties":{"kind":{"const":"filter"}},"required":["kind"]},"#
        + ##""then":{"$ref":"#/$defs/stages.filter"}}"##)
    #expect(
      definitions["models.offline"]?.prettyJSON == """
        {
          "description": "Works by rules.",
          "type": "object",
          "properties": {
            "provider": {
              "const": "offline"
            },
            "warmth": {
              "description": "How free to be.",
              "type": "number",
              "minimum": 0,
              "maximum": 1.5,
              "default": 0.5
            },
            "end": {
              "description": "When to stop.",
              "anyOf": [
                {
                  "type": "boolean"
                },
                {
                  "enum": ["a", "b"]
                }
              ]
            },
            "revision": {
              "description": "Any text or number; changing it makes everything that depends on it anew.",
              "anyOf": [
                {
                  "type": "string"
                },
                {
                  "type": "integer"
                }
              ]
            }
          },
          "additionalProperties": false
        }
        """)
    #expect(definitions["stages.filter"]?["required"]?.json == #"["input","rules"]"#)
    #expect(
      definitions["stages.filter"]?["properties"]?["rules"]?["items"]?.json
        == #"{"additionalProperties":false,"oneOf":[{"required":["longest"]}],"properties":{"field":{"default":"text","#
        + #""description":"Where | to look.","pattern":"^[^.]+(\\.[^.]+)*$","type":"string"},"longest":{"description":"#
        + #""The greatest length.","minimum":1,"type":"integer"}},"type":"object"}"#)
  }
}
