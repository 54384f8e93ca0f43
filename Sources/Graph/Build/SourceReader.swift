/// A source's file, cut into runs of lines.
struct CutFile: Sendable {
  let file: SourceFile
  /// As it was when it was read.
  let stat: FileStat
  let digest: Digest
  let pieces: [LineCutter.Piece]
  /// The records as lines, for formats that are not lines of JSON in themselves.
  let converted: Converted?

  struct Converted: Sendable {
    let bytes: [UInt8]
    let lineNumbers: [Int]
  }

  /// The lines of one piece.
  /// - Throws: `FileChanged` if the file is not what it was when it was cut.
  func lines(_ piece: LineCutter.Piece) throws -> SourceLines {
    if let converted {
      let numbers = Array(converted.lineNumbers[piece.firstLine - 1..<piece.firstLine - 1 + piece.lines])
      return SourceLines(
        file: file, bytes: Array(converted.bytes[piece.offset..<piece.offset + piece.length]),
        lineNumbers: .each(numbers))
    }
    let bytes = try Disk.read(file.path, at: piece.offset, count: piece.length)
    guard Digest(of: bytes) == piece.digest else { throw FileChanged(name: file.name) }
    return SourceLines(file: file, bytes: bytes, lineNumbers: .from(piece.firstLine))
  }
}

/// A data file was written to while it was being read.
package struct FileChanged: Error, CustomStringConvertible {
  package let name: String

  package var description: String { "\(name) changed while it was being read; build again" }
}

/// Reads and cuts a source's files.
struct SourceReader: Sendable {
  let source: any Source

  /// How much of a file is in memory at once. All goes through one buffer: new memory for 100 MB costs as much as a third of
  /// hashing them.
  private static let block = 4 << 20

  func cut(_ file: SourceFile) throws -> CutFile {
    guard let stat = try Disk.stat(file.path) else {
      throw DiskError(action: "read", path: file.name, code: 2)
    }
    guard source.isLines(file) else {
      let bytes = try Disk.read(file.path)
      return convert(file, stat, Digest(of: bytes), try source.rows(of: file, bytes))
    }
    let handle = try Disk.open(file.path)
    defer { Disk.close(handle) }
    var pieces: [LineCutter.Piece] = []
    var cutter = LineCutter()
    var block = [UInt8](repeating: 0, count: min(SourceReader.block, stat.size + 1))
    while true {
      // Always from where the last whole chunk ended, so that each chunk lies in one block.
      let offset = cutter.offset
      let count = try block.withUnsafeMutableBytes { buffer throws(DiskError) in
        try Disk.read(handle, file.name, at: offset, into: buffer)
      }
      let isLast = count < block.count
      let found = cutter.cut(block[..<count], isLast: isLast)
      pieces += found
      if isLast { break }
      if found.isEmpty { block = [UInt8](repeating: 0, count: block.count * 2) }
    }
    var encoder = CanonicalEncoder("lines of a file")
    for piece in pieces { encoder.add(piece.digest) }
    return CutFile(file: file, stat: stat, digest: encoder.digest, pieces: pieces, converted: nil)
  }

  private func convert(_ file: SourceFile, _ stat: FileStat, _ digest: Digest, _ rows: [SourceRow]) -> CutFile {
    var bytes: [UInt8] = []
    for row in rows {
      bytes.append(contentsOf: row.bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    var cutter = LineCutter()
    return CutFile(
      file: file, stat: stat, digest: digest, pieces: cutter.cut(bytes[...], isLast: true),
      converted: .init(bytes: bytes, lineNumbers: rows.map(\.line)))
  }
}
