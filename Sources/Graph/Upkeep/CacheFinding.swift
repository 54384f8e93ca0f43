/// Something that is wrong with a cache.
package struct CacheFinding: Sendable, Equatable {
  /// What it is about.
  package let subject: Subject
  /// What is wrong with it: a part of a sentence.
  package let fault: String
  /// What is affected, such as `3 records of solve`.
  package let affects: [String]

  /// A part of a cache.
  package enum Subject: Sendable, Equatable {
    case blob(Digest)
    /// One or several rows of the index that are wrong in the same way.
    case entries
    /// The index as a file.
    case index
  }

  package init(_ subject: Subject, _ fault: String, affects: [String] = []) {
    (self.subject, self.fault, self.affects) = (subject, fault, affects)
  }
}

extension CacheFinding: CustomStringConvertible {
  /// A line for people.
  package var description: String {
    let name =
      switch subject {
      case .blob(let digest): "blob \(digest.hex.prefix(12))…: "
      case .entries: "index: "
      case .index: "index.sqlite: "
      }
    return name + fault + (affects.isEmpty ? "" : " (\(affects.joined(separator: ", ")))")
  }
}

/// Everything that a look at a cache found.
package struct CacheFindings: Sendable {
  package var all: [CacheFinding] = []
  /// How much was looked at.
  package var blobs = 0
  package var blobBytes = 0
  package var entries = 0
  package var calls = 0
  /// Blobs that are not what they should be, missing ones too, sorted.
  package internal(set) var badBlobs: [Digest] = []
  /// Of the index, whether its file is sound; if not, its rows were not looked at.
  package internal(set) var isIndexSound = true
  /// Rows, by number, that cannot be used.
  var actions: [Int] = []
  var keyLists: [Int] = []
  var callValues: [Int] = []
}
