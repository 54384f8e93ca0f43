/// Writes a stage's rows to the files that the user takes away.
///
/// A large file comes in shards that follow runs of chunks, so that a changed record rewrites one shard; a manifest beside
/// the files lets a later build see what is still right and delete what is its own and no longer wanted.
package struct Exporter: Sendable {
  /// The most that one file may hold, in bytes; a single chunk that is larger makes a file of its own.
  static let largestFile = 16 << 20

  private let store: any BlobStore
  /// The stage's folder below the output folder.
  private let folder: String

  package init(store: any BlobStore, folder: String) {
    self.store = store
    self.folder = folder
  }

  /// Makes the folder hold just the rows of these layers.
  /// - Parameters:
  ///   - artifact: names the layers, so that files already made of them need no second look.
  ///   - layers: asked for only if files have to be written.
  /// - Returns: the files, with their numbers of rows.
  /// - Throws: `DiskError`, `DamagedBlob`.
  package func export(artifact: Digest, layers: () throws -> [LayerInfo]) throws -> [OutputFile] {
    let old = OutputManifest.read(folder)
    if old.artifact == artifact, try old.files.allSatisfy({ try isUntouched($0) }) { return old.files }
    let infos = try layers()
    let shards = Shard.plan(infos)
    try Disk.makeFolder(folder)
    try removeLeftovers()
    var files: [OutputFile] = []
    var toWrite: [Shard] = []
    var moved: [String] = []
    for shard in shards {
      if let known = try old.files.first(where: { try $0.source == shard.source && isUntouched($0) }) {
        if known.name != shard.name {
          // By way of another name, since the new one may still be that of another file to keep.
          try Disk.move("\(folder)/\(known.name)", to: "\(folder)/\(shard.name).moving")
          moved.append(shard.name)
        }
        files.append(OutputFile(name: shard.name, source: shard.source, rows: shard.rows, size: known.size, modified: known.modified))
      } else {
        toWrite.append(shard)
      }
    }
    for name in moved { try Disk.move("\(folder)/\(name).moving", to: "\(folder)/\(name)") }
    files += try write(toWrite)
    let names = Set(files.map(\.name))
    for file in old.files where !names.contains(file.name) { try Disk.remove("\(folder)/\(file.name)") }
    let manifest = OutputManifest(artifact: artifact, files: files.sorted { $0.name < $1.name })
    try manifest.write(folder)
    return manifest.files
  }

  /// Removes the files that earlier builds wrote, and nothing else.
  package func remove() throws -> Int {
    let old = OutputManifest.read(folder)
    for file in old.files { try Disk.remove("\(folder)/\(file.name)") }
    try Disk.remove("\(folder)/\(OutputManifest.name)")
    Disk.removeEmptyFolder(folder)
    return old.files.count
  }

  private func isUntouched(_ file: OutputFile) throws -> Bool {
    guard let stat = try Disk.stat("\(folder)/\(file.name)") else { return false }
    return stat.size == file.size && stat.modified == file.modified
  }

  /// What a build that was killed left behind.
  private func removeLeftovers() throws {
    for name in try Disk.names(in: folder) where name.hasSuffix(".moving") || name.hasSuffix(".tmp") {
      try Disk.remove("\(folder)/\(name)")
    }
  }

  /// Writes shards, reading each layer once whatever the number of files its rows go to.
  private func write(_ shards: [Shard]) throws -> [OutputFile] {
    var open = shards.map { (shard: $0, bytes: [UInt8]()) }
    var files: [OutputFile] = []
    var infos: [Int: LayerInfo] = [:]
    for shard in shards { for layer in shard.layers { infos[layer.place] = layer.info } }
    for (place, info) in infos.sorted(by: { $0.key < $1.key }) {
      let layer = try LayerHandle(info, in: store).layer()
      for number in open.indices.reversed() where open[number].shard.layers.first?.place ?? .max <= place {
        if open[number].shard.layers.contains(where: { $0.place == place }) {
          Exporter.append(layer, file: open[number].shard.file, to: &open[number].bytes)
        }
        guard open[number].shard.layers.last?.place == place else { continue }
        let (shard, bytes) = open.remove(at: number)
        let path = "\(folder)/\(shard.name)"
        try Disk.write(bytes, to: path)
        guard let stat = try Disk.stat(path) else { throw DiskError(action: "write", path: path, code: 2) }
        files.append(
          OutputFile(name: shard.name, source: shard.source, rows: shard.rows, size: stat.size, modified: stat.modified))
      }
    }
    return files
  }

  private static func append(_ layer: Layer, file: String, to bytes: inout [UInt8]) {
    guard let files = layer.column(OutputFields.file), let lines = layer.column(OutputFields.line) else { return }
    for row in 0..<layer.rows where files[row].bytes.elementsEqual(file.utf8) {
      bytes.append(contentsOf: lines[row].bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
  }
}

/// A run of layers that makes one file.
struct Shard {
  let file: String
  let name: String
  let layers: [(place: Int, info: LayerInfo)]
  let rows: Int
  /// Names what the file is made of.
  let source: Digest

  /// Divides rows among files: one for each name, or several where one would be too large.
  static func plan(_ layers: [LayerInfo]) -> [Shard] {
    var runs: [String: [[(place: Int, info: LayerInfo)]]] = [:]
    var sizes: [String: Int] = [:]
    let totals = ArtifactSummary(layers, manifest: Digest(of: [])).files
    for (place, info) in layers.enumerated() {
      for tally in info.files {
        let size = sizes[tally.file, default: 0]
        let isLarge = totals.first { $0.file == tally.file }?.bytes ?? 0 > Exporter.largestFile
        if runs[tally.file] == nil || isLarge && size > 0 && (size + tally.bytes > Exporter.largestFile || isCut(size, before: info)) {
          runs[tally.file, default: []].append([])
          sizes[tally.file] = 0
        }
        let last = (runs[tally.file]?.count ?? 1) - 1
        runs[tally.file]?[last].append((place, info))
        sizes[tally.file, default: 0] += tally.bytes
      }
    }
    return runs.sorted { $0.key < $1.key }.flatMap { file, runs in
      runs.enumerated().map { number, layers in Shard(file: file, number: number, of: runs.count, layers: layers) }
    }
  }

  /// Cuts where a layer's name says so, so that a chunk that comes or goes moves no other cut: every 32nd layer, or some 8 MB.
  private static func isCut(_ size: Int, before info: LayerInfo) -> Bool {
    size > Exporter.largestFile / 16 && info.digest.short.low & 31 == 0
  }

  private init(file: String, number: Int, of count: Int, layers: [(place: Int, info: LayerInfo)]) {
    func padded(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, 5 - text.count)) + text
    }
    self.file = file
    name = count == 1 ? "\(file).jsonl" : "\(file)-\(padded(number))-of-\(padded(count)).jsonl"
    self.layers = layers
    rows = layers.reduce(0) { sum, layer in sum + (layer.info.files.first { $0.file == file }?.rows ?? 0) }
    var encoder = CanonicalEncoder("output file")
    encoder.add(text: file)
    for layer in layers { encoder.add(layer.info.digest) }
    source = encoder.digest
  }
}
