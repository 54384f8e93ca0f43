import Testing

@testable import Graph

@Suite("A recipe's digest moves with every ingredient and bound, and with nothing else")
struct RecipeTests {
  private static let parts: [Recipe.Part] = [
    .init("kind", .ingredient, "solve"), .init("prompt", .ingredient, "\"think\""),
    .init("prompt", .ingredient, "\"é\""),
    .init("maxTurns", .bound, "8"), .init("samples", .fanOut, "4"),
  ]
  private static let recipe = Recipe(parts)

  private static func replacing(_ place: Int, _ part: Recipe.Part) -> Recipe {
    var parts = parts
    parts[place] = part
    return Recipe(parts)
  }

  @Test(
    arguments: [
      (1, .init("prompt", .ingredient, "\"think.\"")),
      (1, .init("Prompt", .ingredient, "\"think\"")),
      (1, .init("prompt", .bound, "\"think\"")),
      (2, .init("prompt", .ingredient, "\"e\u{301}\"")),
      (3, .init("maxTurns", .bound, "9")),
      (4, .init("samples", .fanOut, "5")),
    ] as [(Int, Recipe.Part)]) func `it moves with`(place: Int, part: Recipe.Part)
  {
    #expect(Self.replacing(place, part).digest != Self.recipe.digest)
  }

  @Test func `it moves with a part more or less`() {
    #expect(Recipe(Self.parts + [.init("seed", .ingredient, "0")]).digest != Self.recipe.digest)
    for place in Self.parts.indices {
      var parts = Self.parts
      parts.remove(at: place)
      #expect(Recipe(parts).digest != Self.recipe.digest)
    }
  }

  @Test func `it does not move with conduct`() {
    let other = Recipe(Self.parts + [.init("url", .conduct, "http://x")])
    #expect(other == Self.recipe)
    #expect(other.digest == Self.recipe.digest)
  }

  @Test func `it does not move with the order of parts`() {
    var dice = SeededGenerator(seed: 1)
    for _ in 0..<20 { #expect(Recipe(Self.parts.shuffled(using: &dice)).digest == Self.recipe.digest) }
  }

  @Test func `nor with the order of values that only their bytes tell apart`() {
    let parts: [Recipe.Part] = [.init("word", .ingredient, "é"), .init("word", .ingredient, "e\u{301}")]
    #expect(Recipe(parts).digest == Recipe(parts.reversed()).digest)
  }

  @Test func `its ingredients and bounds are named apart`() {
    let looser = Self.replacing(3, .init("maxTurns", .bound, "9"))
    #expect(looser.ingredients == Self.recipe.ingredients)
    #expect(looser.bounds != Self.recipe.bounds)
    let more = Self.replacing(4, .init("samples", .fanOut, "5"))
    #expect(more.ingredients == Self.recipe.ingredients)
    #expect(more.bounds == Self.recipe.bounds)
    let other = Self.replacing(0, .init("kind", .ingredient, "verify"))
    #expect(other.ingredients != Self.recipe.ingredients)
    #expect(other.bounds == Self.recipe.bounds)
  }

  @Test func `it reads back from JSON as it was`() {
    #expect(Recipe(json: Self.recipe.json)?.digest == Self.recipe.digest)
    #expect(Recipe(json: Recipe([]).json)?.digest == Recipe([]).digest)
    let odd = Recipe([.init("a\"\n", .bound, "\\ \u{0} é")])
    #expect(Recipe(json: odd.json)?.digest == odd.digest)
  }

  @Test(arguments: ["", "{}", "[1]", "[[\"a\",\"bound\"]]", "[[\"a\",\"other\",\"b\"]]", "[[\"a\",\"bound\",1]]"])
  func `other JSON is no recipe`(json: String) { #expect(Recipe(json: json) == nil) }
}

@Suite("The reason for a rebuild is the difference between two recipes")
struct RecipeChangeTests {
  private static let old = Recipe([.init("kind", .ingredient, "solve"), .init("prompt", .ingredient, "a")])

  @Test func `there is none between equal ones`() { #expect(Self.old.changes(since: Self.old) == []) }

  @Test func `changed, new and gone parts are named, by label`() {
    let new = Recipe([.init("kind", .ingredient, "verify"), .init("zeal", .bound, "1")])
    #expect(
      new.changes(since: Self.old) == [
        Change(part: "kind", was: "solve", now: "verify"), Change(part: "prompt", was: "a", now: nil),
        Change(part: "zeal", was: nil, now: "1"),
      ])
  }

  @Test(arguments: [
    (Recipe.Part("prompt", .ingredient, "é"), Recipe.Part("prompt", .ingredient, "e\u{301}")),
    (Recipe.Part("é", .ingredient, "a"), Recipe.Part("e\u{301}", .ingredient, "a")),
    (Recipe.Part("limit", .ingredient, "1"), Recipe.Part("limit", .bound, "1")),
  ]) func `where digests differ there is a reason`(one: Recipe.Part, other: Recipe.Part) {
    #expect(Recipe([one]).digest != Recipe([other]).digest)
    #expect(Recipe([one]).changes(since: Recipe([other])) != [])
  }
}
