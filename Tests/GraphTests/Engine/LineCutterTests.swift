import TestSupport
import Testing

@testable import Graph

@Suite("Lines are cut where their content says so, so that an edit moves no cut but its own")
struct LineCutterTests {
  private static let lines = (0..<5000).map { "{\"id\":\($0),\"text\":\"\(String(repeating: "x", count: $0 % 50))\"}" }

  private func text(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }

  private func pieces(_ bytes: [UInt8]) -> [LineCutter.Piece] {
    var cutter = LineCutter()
    return cutter.cut(bytes[...], isLast: true)
  }

  /// As `SourceReader` does: always from where the last chunk ended, more at a time where no chunk ends.
  private func pieces(_ bytes: [UInt8], blocks block: Int) -> [LineCutter.Piece] {
    var cutter = LineCutter()
    var found: [LineCutter.Piece] = []
    var size = block
    while true {
      let part = Array(bytes[cutter.offset..<min(bytes.count, cutter.offset + size)])
      let new = cutter.cut(part[...], isLast: part.count < size)
      found += new
      if part.count < size { return found }
      size = new.isEmpty ? size * 2 : block
    }
  }

  /// That pieces lie end to end and are named by their bytes.
  private func expectSound(
    _ pieces: [LineCutter.Piece], _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var (offset, line) = (0, 1)
    for piece in pieces {
      #expect(piece.offset == offset && piece.firstLine == line, sourceLocation: sourceLocation)
      let content = Array(bytes[offset..<offset + piece.length])
      #expect(piece.digest == Digest(of: content), sourceLocation: sourceLocation)
      let breaks = content.count { $0 == 0x0A }
      #expect(piece.lines == breaks + (content.last == 0x0A ? 0 : 1), sourceLocation: sourceLocation)
      (offset, line) = (offset + piece.length, line + piece.lines)
    }
    #expect(offset == bytes.count, sourceLocation: sourceLocation)
  }

  @Test func `chunks hold some 256 lines`() {
    let bytes = text(Self.lines)
    let pieces = pieces(bytes)
    expectSound(pieces, bytes)
    #expect((10...40).contains(pieces.count))
  }

  enum Edit: CaseIterable { case insert, remove, change }

  @Test(arguments: Edit.allCases) func `an edited line changes at most two chunks`(edit: Edit) {
    let before = pieces(text(Self.lines)).map(\.digest)
    for place in stride(from: 0, to: Self.lines.count, by: 97) {
      var lines = Self.lines
      switch edit {
      case .insert: lines.insert("new \(place)", at: place)
      case .remove: lines.remove(at: place)
      case .change: lines[place] = "changed"
      }
      let after = pieces(text(lines)).map(\.digest)
      #expect(Set(after).subtracting(before).count <= 2)
      #expect(Set(before).subtracting(after).count <= 2)
    }
  }

  @Test(arguments: [1, 7, 100, 4096, 65_536, 1 << 20]) func `cuts do not depend on blocks`(block: Int) {
    let whole = text(Self.lines)
    for bytes in [whole, whole.dropLast(), Array(Self.lines[..<300].joined(separator: "\r\n").utf8)] {
      #expect(pieces(bytes, blocks: block) == pieces(bytes))
    }
  }

  @Test func `a chunk never holds more than 4096 lines`() {
    let bytes = text(Array(repeating: "the same", count: 10_000))
    let pieces = pieces(bytes)
    expectSound(pieces, bytes)
    #expect(pieces.map(\.lines) == [4096, 4096, 1808])
    #expect(self.pieces(bytes, blocks: 1000) == pieces)
  }

  @Test(arguments: ["", "a", "a\n", "a\r\nb", "\n\n", "\r\n \n", "\n"])
  func `little texts are cut soundly`(text: String) {
    let bytes = Array(text.utf8)
    expectSound(pieces(bytes), bytes)
    #expect(pieces(bytes).count == (text.isEmpty ? 0 : 1))
  }

  @Test func `the last line break may be missing, and breaks may be CRLF, without a cut moving`() {
    let bytes = text(Self.lines)
    let cuts = pieces(bytes).map(\.lines)
    #expect(pieces(bytes.dropLast()).map(\.lines) == cuts)
    #expect(pieces(Array(Self.lines.map { $0 + "\r\n" }.joined().utf8)).map(\.lines) == cuts)
  }

  @Test func `a file is cut as its text is`() throws {
    let folder = try TemporaryFolder()
    let bytes = text(Self.lines)
    try folder.write(bytes, to: "lines.jsonl")
    let file = SourceFile(path: folder.path(of: "lines.jsonl"), name: "lines.jsonl")
    let cut = try SourceReader(source: ToySource(files: [file])).cut(file)
    #expect(cut.pieces == pieces(bytes))
    for piece in cut.pieces {
      #expect(try cut.lines(piece).bytes == Array(bytes[piece.offset..<piece.offset + piece.length]))
    }
    try folder.write(text(Self.lines.map { $0.uppercased() }), to: "lines.jsonl")
    #expect(throws: FileChanged.self) { try cut.lines(cut.pieces[1]) }
  }
}
