/// Names a request to a model: everything that was asked, the sample and the attempt, but never where or how politely.
package struct CallKey: Hashable, Sendable {
  /// Without the bounds, such as the most tokens to reply with.
  package let free: Digest
  /// With today's bounds.
  package let bounded: Digest
  /// Today's bounds, in an order of the caller's own.
  package let bounds: [Int]

  /// - Parameter request: encodes all that was asked but the bounds.
  package init(request: Digest, bounds: [Int] = []) {
    free = request
    self.bounds = bounds
    var encoder = CanonicalEncoder("bounded call")
    encoder.add(request)
    encoder.beginList(bounds.count)
    for bound in bounds { encoder.add(bound) }
    bounded = bounds.isEmpty ? request : encoder.digest
  }
}

/// A complete reply, whether or not it makes sense: parsing happens above.
package struct CallReply: Hashable, Sendable {
  /// Everything the server sent.
  package let body: [UInt8]
  /// How much of each bound it used, in the order of the key's bounds.
  package let usage: [Int]
  /// Whether a bound cut it short.
  package let hitBound: Bool
  /// Where it comes from, as JSON, for reports: never part of a key.
  package let provenance: String

  package init(body: [UInt8], usage: [Int] = [], hitBound: Bool = false, provenance: String = "{}") {
    self.body = body
    self.usage = usage
    self.hitBound = hitBound
    self.provenance = provenance
  }

  /// Whether a fresh call under these bounds would have gone the same way.
  func fits(_ bounds: [Int]) -> Bool { zip(usage, bounds).allSatisfy { $0 <= $1 } }
}

extension CallReply {
  /// The usage as it is kept: numbers with spaces between, and `!` first if a bound was hit.
  var usageText: String { (hitBound ? "! " : "") + usage.map(String.init).joined(separator: " ") }

  /// Reads what `usageText` wrote.
  init(body: [UInt8], usageText: String, provenance: String) {
    let parts = usageText.split(separator: " ")
    self.init(
      body: body, usage: parts.compactMap { Int($0) }, hitBound: parts.first == "!", provenance: provenance)
  }
}
