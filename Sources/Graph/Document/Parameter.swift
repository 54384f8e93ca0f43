/// What a parameter does to results, which decides the keys that it is part of.
package enum Sort: String, Sendable, CaseIterable {
  /// Changes the result; part of every key.
  case ingredient
  /// Only cuts work short; part of artifact and chunk keys, and of the keys of results that hit it.
  case bound
  /// How politely or where the work is done; part of no key.
  case conduct
  /// How many results a record has; part of artifact and chunk keys only.
  case fanOut
}

/// The declaration of one parameter: it validates the file and makes the JSON Schema and the tables in the docs.
package struct Parameter: Sendable {
  /// The key in the file.
  package var name: String
  /// What it does to results. The members of an object have sorts of their own, whatever the object's.
  package var sort: Sort
  /// What may be written.
  package var type: ParameterType
  /// True when leaving it out is a problem.
  package var isRequired: Bool
  /// What leaving it out means; nil when absence is a meaning of its own.
  package var defaultValue: JSONNode?
  /// One sentence for the docs, with its full stop.
  package var summary: String

  /// Declares a parameter: `Parameter("samples", .fanOut, .integer(1...1000), default: 1, "How many …")`.
  package init(
    _ name: String, _ sort: Sort, _ type: ParameterType, required isRequired: Bool = false,
    default defaultValue: JSONNode? = nil, _ summary: String
  ) {
    self.name = name
    self.sort = sort
    self.type = type
    self.isRequired = isRequired
    self.defaultValue = defaultValue
    self.summary = summary
  }
}

/// What may be written as a parameter's value.
package indirect enum ParameterType: Sendable {
  /// Any string.
  case string
  /// A string that obeys a rule.
  case stringMatching(StringRule)
  /// A whole number. The extremes of `Int` stand for no limit.
  case integer(ClosedRange<Int>)
  /// A number. Infinities stand for no limit.
  case number(ClosedRange<Double>)
  /// True or false.
  case boolean
  /// One of these strings.
  case oneOf([String])
  /// A list of at least `minimum` elements.
  case list(of: ParameterType, minimum: Int = 0)
  /// An object with these members.
  case object([Parameter])
  /// An object with just one of these members, such as a filter's rule, and any of those in `with` besides.
  case exactlyOneOf([Parameter], with: [Parameter] = [])
  /// An object with keys that the user chooses.
  case map(of: ParameterType)
  /// Any of these, which should differ in their JSON shape so that a mistake can be told from a choice.
  case either([ParameterType])
  /// The name of an entry of a section.
  case reference(section: String)
  /// A path relative to the pipeline file.
  case file
  /// A record's field, dotted when it lies inside others.
  case fieldPath
  /// Any JSON.
  case value
}

/// A rule for strings in three forms that must agree: for the schema, for the validator and for people.
package struct StringRule: Sendable {
  /// A regular expression as JSON Schema has them, anchored at both ends.
  package var pattern: String
  /// What is wanted, to follow "must be".
  package var expected: String
  /// The rule itself.
  package var matches: @Sendable (String) -> Bool

  /// Puts the three forms together.
  package init(pattern: String, expected: String, matches: @escaping @Sendable (String) -> Bool) {
    self.pattern = pattern
    self.expected = expected
    self.matches = matches
  }

  /// At least one character.
  package static let nonEmpty = StringRule(pattern: "^[\\s\\S]+$", expected: "a string that is not empty") {
    !$0.isEmpty
  }

  /// The name of a stage, an entry or a tag: it may stand in a file's name on any system.
  package static let name = StringRule(
    pattern: "^[A-Za-z0-9_-]{1,64}$", expected: "1 to 64 letters, digits, '_' or '-'"
  ) { text in
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// A record's field: parts joined by dots, none of them empty.
  package static let fieldPath = StringRule(
    pattern: "^[^.]+(\\.[^.]+)*$", expected: "a field such as 'problem' or 'meta.source'"
  ) { text in
    text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
  }
}
