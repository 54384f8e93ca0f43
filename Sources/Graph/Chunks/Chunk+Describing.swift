extension InputDigests {
  /// What chunks look like to a reader of some fields, field by field.
  init(_ chunks: [Chunk], reads: [FieldPath]) {
    records = chunks.reduce(0) { $0 + $1.rows }
    fields = reads.map { path in
      var encoder = CanonicalEncoder("field")
      for chunk in chunks { chunk.describe(path, to: &encoder) }
      return Field(path: path.description, digest: encoder.digest.hex)
    }
  }
}

extension Chunk {
  fileprivate func describe(_ path: FieldPath, to encoder: inout CanonicalEncoder) {
    if path == .id || path == .group {
      encoder.add(readDigest([path]))
      return
    }
    for (_, column) in columns(of: path) { encoder.add(column.digest) }
  }
}
