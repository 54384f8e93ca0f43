/// Does something with a list, some items together and some such batches at once.
///
/// The bytes of a batch are in memory together, so these two numbers bound what sharing takes, whatever the size of the data.
enum Batches {
  static let size = 32
  static let width = 4

  /// The results of the batches, in no particular order. After an error nothing more is begun.
  static func run<Item: Sendable, Value: Sendable>(
    _ items: [Item], size: Int = size, _ body: @escaping @Sendable ([Item]) async throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
      var values: [Value] = []
      for (number, start) in stride(from: 0, to: items.count, by: size).enumerated() {
        if number >= width, let value = try await group.next() { values.append(value) }
        let batch = Array(items[start..<min(start + size, items.count)])
        group.addTask { @concurrent in try await body(batch) }
      }
      for try await value in group { values.append(value) }
      return values
    }
  }

  /// Blobs that are in memory together hold about so many bytes.
  static let bytes = 16 << 20
}

extension [BlobName] {
  /// Runs of blobs that together have no more than `Batches.bytes`, or are one.
  var batches: [[BlobName]] {
    var batches: [[BlobName]] = []
    var size = Int.max
    for blob in self {
      if size > Batches.bytes - blob.size || batches.last?.count == Batches.size {
        batches.append([])
        size = 0
      }
      batches[batches.count - 1].append(blob)
      size += blob.size
    }
    return batches
  }
}
