/// A file that a build wrote for the user.
package struct OutputFile: Sendable, Equatable {
  package let name: String
  /// Names what it is made of.
  let source: Digest
  package let rows: Int
  package let size: Int
  let modified: Int
}

/// What a stage's output folder holds by our own doing.
struct OutputManifest {
  static let name = ".manifest.json"

  let artifact: Digest?
  let files: [OutputFile]

  /// What was written down; nothing where there is no readable manifest.
  static func read(_ folder: String) -> OutputManifest {
    guard let bytes = try? Disk.read("\(folder)/\(name)"), let node = try? JSONNode.parse(bytes, file: name) else {
      return OutputManifest(artifact: nil, files: [])
    }
    let files = (node["files"]?.elements ?? []).compactMap { item -> OutputFile? in
      guard let name = item["name"]?.string, let source = item["source"]?.string.flatMap({ Digest(hex: $0) }),
        let rows = item["rows"]?.int, let size = item["size"]?.int, let modified = item["modified"]?.int,
        !name.contains("/")
      else { return nil }
      return OutputFile(name: name, source: source, rows: rows, size: size, modified: modified)
    }
    return OutputManifest(artifact: node["artifact"]?.string.flatMap { Digest(hex: $0) }, files: files)
  }

  func write(_ folder: String) throws(DiskError) {
    let files = files.map { file -> JSONNode in
      [
        "name": .text(file.name), "source": .text(file.source.hex), "rows": .number(file.rows),
        "size": .number(file.size), "modified": .number(file.modified),
      ]
    }
    let node: JSONNode = ["artifact": artifact.map { .text($0.hex) } ?? .null, "files": .list(files)]
    try Disk.write(Array((node.line + "\n").utf8), to: "\(folder)/\(OutputManifest.name)")
  }
}
