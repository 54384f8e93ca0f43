import Graph
import Stages
import Testing

@Suite("A call's arguments must be those that its tool declares")
struct ToolArgumentsTests {
  private let tools = ToolCatalog.tools(named: ToolCatalog.names, home: PythonHome(cache: "/nowhere"))

  @Test(
    "a call that does not fit comes back as an error that says what is expected",
    arguments: [
      (
        "calculator", "",
        "the arguments are not JSON: expected a value, found the end of the text at character 1. calculator takes 'expression'"
      ),
      ("calculator", "[1]", "the arguments must be a JSON object. calculator takes 'expression'"),
      ("calculator", "{}", "the argument 'expression' is missing. calculator takes 'expression'"),
      ("calculator", #"{"expression":null}"#, "the argument 'expression' is missing. calculator takes 'expression'"),
      (
        "calculator", #"{"expresion":"1"}"#,
        "there is no argument 'expresion'; did you mean 'expression'?. calculator takes 'expression'"
      ),
      (
        "calculator", #"{"expression":["1"]}"#,
        "'expression' must be text of at most 2000 characters. calculator takes 'expression'"
      ),
      (
        "differentiate", #"{"expression":"x","variable":"x","order":0}"#,
        "'order' must be a whole number from 1 to 20. differentiate takes 'expression', 'variable', 'order' (optional)"
      ),
      (
        "compute_limit", #"{"expression":"x","variable":"x","point":"0","direction":"up"}"#,
        "'direction' must be one of 'both', 'left', 'right'. compute_limit takes 'expression', 'variable', 'point', 'direction' (optional)"
      ),
      (
        "compute_rank", #"{"matrix":[["1"],2]}"#,
        "'matrix' must be a list of 1 to 16 rows, each a list of 1 to 16 texts of at most 500 characters. compute_rank takes 'matrix'"
      ),
      (
        "greatest_common_divisor", #"{"numbers":[]}"#,
        "'numbers' must be a list of 1 to 50 texts of at most 500 characters. greatest_common_divisor takes 'numbers'"
      ),
      (
        "python", #"{"code":1,"code":2}"#,
        "the arguments are not JSON: the key 'code' stands twice in one object, first at 1:2 at character 11. python takes 'code'"
      ),
    ])
  func mistakes(tool: String, arguments: String, message: String) async throws {
    #expect(try await tools.call(tool, Array(arguments.utf8), in: ToolSession()) == .error(message))
  }

  @Test("arguments that nest without end are refused")
  func deepArguments() async throws {
    let text = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    let result = try await tools.call("calculator", text, in: ToolSession())
    #expect(result.status == .error)
  }

  @Test(
    "a name that no tool has comes back as an error with the nearest one",
    arguments: [
      ("calculater", "there is no tool 'calculater'; did you mean 'calculator'?"),
      ("compute_determinat", "there is no tool 'compute_determinat'; did you mean 'compute_determinant'?"),
      ("browse_the_web", "there is no tool 'browse_the_web'"),
    ])
  func unknownTool(name: String, message: String) async throws {
    #expect(try await tools.call(name, Array("{}".utf8), in: ToolSession()) == .error(message))
  }

  @Test("numbers are taken where texts are declared, and quoted ones where numbers are")
  func numbersAndTexts() throws {
    let spec = try #require(tools["definite_integral"]?.spec)
    let read = spec.read(Array(#"{"expression":"x","variable":"x","lower":0,"upper":1.50}"#.utf8))
    #expect(try read.get().json.json == #"{"expression":"x","lower":"0","upper":"1.50","variable":"x"}"#)
    let derivative = try #require(tools["differentiate"]?.spec)
    let order = derivative.read(Array(#"{"expression":"x","variable":"x","order":"2"}"#.utf8))
    #expect(try order.get().json.json == #"{"expression":"x","order":2,"variable":"x"}"#)
  }

  @Test("a schema names every argument with its type and bound")
  func schema() throws {
    let spec = try #require(tools["differentiate"]?.spec)
    #expect(
      spec.schema.line == """
        {"type":"object","properties":{"expression":{"description":"The expression in SymPy's syntax, such as x**2 + \
        2*x*y + sin(x).","type":"string","maxLength":2000},"variable":{"description":"The variable, such as x.","type":\
        "string","maxLength":30},"order":{"description":"Which derivative; 1 if left out.","type":"integer","minimum":1,\
        "maximum":20}},"required":["expression","variable"],"additionalProperties":false}
        """)
  }

  @Test("every tool has a name of its own, a purpose, and arguments with a meaning")
  func everyToolIsDocumented() {
    #expect(Set(tools.tools.map(\.spec.name)).count == tools.tools.count)
    for spec in tools.tools.map(\.spec) {
      #expect(!spec.purpose.isEmpty && !spec.parameters.isEmpty && spec.parameters.allSatisfy { !$0.meaning.isEmpty })
    }
  }

  @Test("the calculator is a tool")
  func calculator() async throws {
    let arguments = Array(#"{"expression":"1/3 + 1/6"}"#.utf8)
    #expect(try await tools.call("calculator", arguments, in: ToolSession()) == .value("0.5"))
    let mistake = Array(#"{"expression":"1/0"}"#.utf8)
    #expect(try await tools.call("calculator", mistake, in: ToolSession()).status == .error)
  }

  @Test("a result that is too long is cut, and says so")
  func cutResult() async throws {
    let calculator = CalculatorTool(limits: ToolLimits(characters: 10))
    let result = try await calculator.call(Array(#"{"expression":"10**20"}"#.utf8), in: ToolSession())
    #expect(result == ToolResult(status: .success, text: "1000000000… [11 more characters]", cutBy: .characters))
  }

  @Test("identities tell the versions that results depend on")
  func identities() throws {
    let identities = tools.identities
    #expect(identities.map(\.name) == tools.tools.map(\.spec.name).sorted())
    let python = try #require(identities.first { $0.name == "python" })
    #expect(python.version.hasPrefix("mpmath 1.3.0, sympy 1.14.0, worker "))
  }
}
