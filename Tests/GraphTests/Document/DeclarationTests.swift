import Graph
import Testing

@Suite("Declarations can be checked for mistakes of their own")
struct DeclarationTests {
  @Test("sound declarations have no mistakes")
  func sound() {
    #expect(StandIn.declarations.mistakes() == [])
  }

  @Test("repeated names, invalid defaults and unknown sections are found")
  func unsound() {
    let declarations = Declarations(
      kinds: [
        KindDeclaration("load", inputs: .none, parameters: [], ""),
        KindDeclaration(
          "load",
          parameters: [
            Parameter("input", .ingredient, .string, ""),
            Parameter("n", .bound, .integer(1...2), default: 3, ""),
            Parameter("m", .bound, .list(of: .reference(section: "models")), ""),
            Parameter(
              "o", .bound,
              .list(of: .object([Parameter("x", .bound, .value, ""), Parameter("x", .bound, .value, "")])),
              required: true, default: [], ""),
          ], ""),
      ],
      sections: [SectionDeclaration("seed", noun: "seed", discriminator: "type", variants: [], "")])
    #expect(
      declarations.mistakes() == [
        "the top level has 'seed' twice",
        "the list of kinds has 'load' twice",
        "kind 'load' has 'input' twice",
        "kind 'load', default: 'n' must be an integer from 1 to 2, found 3",
        "kind 'load': 'm' refers to 'models', which is not a section",
        "kind 'load': 'o' is required and has a default",
        "kind 'load': 'o' has 'x' twice",
      ])
  }
}
