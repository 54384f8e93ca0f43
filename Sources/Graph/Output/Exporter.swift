/// Writes a stage's rows to the files that the user takes away.
///
/// A large file comes in shards that follow runs of chunks, so that a changed record rewrites one shard; a manifest beside
/// the files lets a later build see what is still right and delete what is its own and no longer wanted.
package struct Exporter: Sendable {
  /// The most that one file may hold, in bytes; a single chunk that is larger makes a file of its own.
  static let largestFile = 16 << 20
  /// Layers read ahead at once, on all processors.
  private static let window = 16

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
    var reusable = try old.files.filter { try isUntouched($0) }
    for shard in shards {
      guard let place = reusable.firstIndex(where: { $0.source == shard.source }) else {
        toWrite.append(shard)
        continue
      }
      let known = reusable.remove(at: place)
      if known.name != shard.name {
        // By way of another name, since the new one may still be that of another file to keep.
        try Disk.move("\(folder)/\(known.name)", to: "\(folder)/\(shard.name).moving")
        moved.append(shard.name)
      }
      files.append(
        OutputFile(
          name: shard.name, source: shard.source, rows: shard.rows, size: known.size, modified: known.modified))
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
    for name in try Disk.names(in: folder)
    where [".jsonl.", ".manifest.json."].contains(where: name.contains)
      && (name.hasSuffix(".moving") || name.hasSuffix(".tmp"))
    {
      try Disk.remove("\(folder)/\(name)")
    }
  }

  /// Writes shards, reading each layer once whatever the number of files its rows go to.
  private func write(_ shards: [Shard]) throws -> [OutputFile] {
    var users: [Int: (info: LayerInfo, shards: [Int])] = [:]
    for (number, shard) in shards.enumerated() {
      for layer in shard.layers { users[layer.place, default: (layer.info, [])].shards.append(number) }
    }
    let places = users.sorted { $0.key < $1.key }
    var buffers: [[UInt8]] = Array(repeating: [], count: shards.count)
    var window: [Layer] = []
    var files: [OutputFile] = []
    for (number, (place, user)) in places.enumerated() {
      if number % Exporter.window == 0 {
        window = try Parallel.map(Array(places[number..<min(places.count, number + Exporter.window)])) {
          try LayerHandle($0.value.info, in: store).layer()
        }
      }
      for shard in user.shards {
        if buffers[shard].isEmpty { buffers[shard].reserveCapacity(shards[shard].bytes) }
        Exporter.append(window[number % Exporter.window], file: shards[shard].file, to: &buffers[shard])
        guard shards[shard].layers.last?.place == place else { continue }
        files.append(try write(shards[shard], buffers[shard]))
        buffers[shard] = []
      }
    }
    return files
  }

  private func write(_ shard: Shard, _ bytes: [UInt8]) throws -> OutputFile {
    let path = "\(folder)/\(shard.name)"
    try Disk.write(bytes, to: path)
    guard let stat = try Disk.stat(path) else { throw DiskError(action: "write", path: path, code: 2) }
    return OutputFile(
      name: shard.name, source: shard.source, rows: shard.rows, size: stat.size, modified: stat.modified)
  }

  private static func append(_ layer: Layer, file: String, to bytes: inout [UInt8]) {
    guard let files = layer.column(OutputFields.file), let lines = layer.column(OutputFields.line) else { return }
    let file = Array(file.utf8)
    for row in 0..<layer.rows where files[row].bytes.elementsEqual(file) {
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
  let bytes: Int
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
        if runs[tally.file] == nil
          || isLarge && size > 0 && (size + tally.bytes > Exporter.largestFile || isCut(size, before: tally))
        {
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

  /// Cuts where the digest of a layer's lines says so, so that a chunk that comes or goes moves no other cut: some 4 MB a file, since a
  /// changed record rewrites one.
  private static func isCut(_ size: Int, before tally: LayerInfo.FileTally) -> Bool {
    size > Exporter.largestFile / 8 && tally.digest.short.low & 7 == 0
  }

  private init(file: String, number: Int, of count: Int, layers: [(place: Int, info: LayerInfo)]) {
    func padded(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, 5 - text.count)) + text
    }
    self.file = file
    name = count == 1 ? "\(file).jsonl" : "\(file)-\(padded(number))-of-\(padded(count)).jsonl"
    self.layers = layers
    let tallies = layers.compactMap { layer in layer.info.files.first { $0.file == file } }
    rows = tallies.reduce(0) { $0 + $1.rows }
    bytes = tallies.reduce(0) { $0 + $1.bytes }
    var encoder = CanonicalEncoder("output file")
    encoder.add(text: file)
    for tally in tallies { encoder.add(tally.digest) }
    source = encoder.digest
  }
}
