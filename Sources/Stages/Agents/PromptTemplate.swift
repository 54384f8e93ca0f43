internal import Graph

/// A prompt with fields such as `{{problem}}`, which are filled in for each record.
struct PromptTemplate: Sendable {
  /// The text as it was written, without white space around it.
  let text: String
  private let pieces: [Piece]

  private enum Piece: Sendable {
    case text(String)
    case field(Field)
  }

  /// A field's name and its place in the file.
  struct Field: Sendable, Hashable {
    let name: String
    let position: SourcePosition
  }

  /// Reads a template.
  /// - Parameter file: as the user knows it.
  /// - Throws: `Problem` for a field that is not closed or has no proper name.
  init(_ source: String, file: String) throws(Problem) {
    var pieces: [Piece] = []
    var literal = String.UnicodeScalarView()
    var reader = Reader(scalars: Array(source.unicodeScalars))
    while let scalar = reader.next {
      let position = reader.position
      guard reader.takes("{{") else {
        literal.append(scalar)
        reader.advance()
        continue
      }
      guard let name = reader.name() else {
        throw Problem(
          file: file, position: position,
          message: "'{{' must begin a field such as {{problem}}; where two braces are meant, put a blank between them")
      }
      if !literal.isEmpty { pieces.append(.text(String(literal))) }
      literal = String.UnicodeScalarView()
      pieces.append(.field(Field(name: name, position: position)))
    }
    if !literal.isEmpty { pieces.append(.text(String(literal))) }
    text = PromptTemplate.trimmed(source)
    self.pieces = pieces
  }

  /// The fields, in order.
  var fields: [Field] { pieces.compactMap { if case .field(let field) = $0 { field } else { nil } } }

  /// The text with each field's value in its place. Values are not looked at again, whatever they hold.
  func filled(_ value: (_ name: String) -> String) -> String {
    PromptTemplate.trimmed(
      pieces.map { piece in
        switch piece {
        case .text(let text): text
        case .field(let field): value(field.name)
        }
      }.joined())
  }

  private static func trimmed(_ text: String) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { [" ", "\t", "\n", "\r"].contains(scalar) }
    let scalars = text.unicodeScalars.drop(while: isBlank)
    guard let last = scalars.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(scalars[...last])
  }

  /// Walks a text and knows line and column.
  private struct Reader {
    let scalars: [Unicode.Scalar]
    private var place = 0
    private(set) var position = SourcePosition(line: 1, column: 1)

    init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    mutating func advance() {
      if next == "\n" {
        position = SourcePosition(line: position.line + 1, column: 1)
      } else {
        position.column += 1
      }
      place += 1
    }

    /// Goes past a text, if it stands here.
    mutating func takes(_ text: String) -> Bool {
      guard scalars[place...].starts(with: text.unicodeScalars) else { return false }
      for _ in text.unicodeScalars { advance() }
      return true
    }

    /// Goes past `name }}`; nil if something else stands here.
    mutating func name() -> String? {
      while next == " " { advance() }
      var name = String.UnicodeScalarView()
      while let scalar = next, scalar != " ", scalar != "}", scalar != "{", scalar != "\n", scalar != "\\" {
        name.append(scalar)
        advance()
      }
      while next == " " { advance() }
      return takes("}}") && !name.isEmpty ? String(name) : nil
    }
  }
}
