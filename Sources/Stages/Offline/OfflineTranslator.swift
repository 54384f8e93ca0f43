internal import Graph

/// Puts calculator calls into plain words by rules: the provider `offline` of the stage `translate`.
///
/// It sees what the tool was asked and never what the tool said, and so finds the value anew; the caller compares.
package enum OfflineTranslator {
  /// Part of the recipe: raise it when any explanation changes.
  package static let version = 1

  /// The longest expression that is told in words.
  static let longestExpression = 400

  /// The explanation of a call; nil if it is not one that the rules can tell.
  package static func explain(_ call: ToolCall) -> Explanation? {
    guard call.status == .success else { return .failedCall }
    guard call.tool.elementsEqual(Calculator.name.utf8), let expression = expression(in: call.arguments) else {
      return nil
    }
    return explain(expression: expression)
  }

  /// The explanation of an expression, such as `48/2`; nil if it has no value or is too long to be told.
  package static func explain(expression: [UInt8]) -> Explanation? {
    guard expression.count <= longestExpression, let tree = try? Calculator.parse(expression[...]) else { return nil }
    let formula = Formula(tree)
    guard let result = formula.value else { return nil }
    var teller = Teller(seed: expression)
    teller.tell(formula)
    return .words(teller.prose.bytes, result: result.utf8)
  }

  /// The text of the member `expression`.
  private static func expression(in arguments: [UInt8]) -> [UInt8]? {
    arguments.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      var key: [UInt8] = []
      var expression: [UInt8]?
      do {
        try scanner.beginObject()
        while try scanner.nextKey(into: &key) {
          guard key.spells("expression") else {
            try scanner.skip()
            continue
          }
          var text: [UInt8] = []
          try scanner.string(into: &text)
          expression = text
        }
        return expression
      } catch {
        return nil
      }
    }
  }
}
