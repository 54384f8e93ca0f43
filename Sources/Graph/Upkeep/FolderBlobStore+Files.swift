/// A blob's file.
struct BlobFile: Sendable {
  let bytes: Int
  /// When it was last written, in seconds since 1970.
  let written: Int
}

/// What a writer that was killed may have left behind.
struct TemporaryFile: Sendable {
  let path: String
  let bytes: Int
  /// In seconds since 1970.
  let written: Int
}

extension FolderBlobStore {
  /// All files of the folder.
  struct Files {
    var blobs: [Digest: BlobFile] = [:]
    var temporary: [TemporaryFile] = []
  }

  /// Lists the folder. What has another name than the store gives is not looked at.
  func files() throws(DiskError) -> Files {
    var files = Files()
    for part in try Disk.names(in: folder) where part.utf8.count == 2 {
      for name in try Disk.names(in: "\(folder)/\(part)") {
        let path = "\(folder)/\(part)/\(name)"
        guard let stat = try Disk.stat(path), !stat.isDirectory else { continue }
        let written = stat.modified / 1_000_000_000
        if let digest = Digest(hex: part + name) {
          files.blobs[digest] = BlobFile(bytes: stat.size, written: written)
        } else if name.hasSuffix(".tmp") {
          files.temporary.append(TemporaryFile(path: path, bytes: stat.size, written: written))
        }
      }
    }
    return files
  }
}
