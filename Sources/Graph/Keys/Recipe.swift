/// Everything about a stage that shapes its output, as a list of labelled parts.
///
/// The same list is hashed for keys, stored, and compared for the reason of a rebuild, so the reason cannot contradict the
/// decision (docs/design.md, "Keys").
package struct Recipe: Sendable, Equatable {
  package let parts: [Part]
  /// Names all parts: for keys of artifacts and chunks.
  package let digest: Digest
  /// Names the ingredients alone: for keys of records.
  package let ingredients: Digest
  /// Names the bounds alone.
  package let bounds: Digest

  /// One labelled part.
  package struct Part: Sendable, Equatable {
    package let label: String
    package let sort: Sort
    /// Canonical JSON, or a digest.
    package let value: String

    package init(_ label: String, _ sort: Sort = .ingredient, _ value: String) {
      self.label = label
      self.sort = sort
      self.value = value
    }

    package static func == (one: Part, other: Part) -> Bool {
      one.sort == other.sort && one.label.bytes == other.label.bytes && one.value.bytes == other.value.bytes
    }
  }

  /// A recipe of these parts; those of conduct are left out, and order does not matter.
  package init(_ parts: [Part]) {
    let parts = parts.filter { $0.sort != .conduct }.sorted {
      ($0.label.bytes, $0.value.bytes) < ($1.label.bytes, $1.value.bytes)
    }
    self.parts = parts
    digest = Recipe.digest("recipe", parts)
    ingredients = Recipe.digest("ingredients", parts.filter { $0.sort == .ingredient })
    bounds = Recipe.digest("bounds", parts.filter { $0.sort == .bound })
  }

  private static func digest(_ purpose: StaticString, _ parts: [Part]) -> Digest {
    var encoder = CanonicalEncoder(purpose)
    encoder.beginList(parts.count)
    for part in parts {
      encoder.add(text: part.label)
      encoder.add(text: part.sort.rawValue)
      encoder.add(text: part.value)
    }
    return encoder.digest
  }
}

/// One difference between what was and what is: the answer to "why?".
package struct Change: Sendable, Equatable {
  /// What changed, in the words of the pipeline: `prompt`, `version of calculator`, `problem`.
  package let part: String
  /// Before; nil where there was none.
  package let was: String?
  /// Today; nil where there is none any more.
  package let now: String?

  package init(part: String, was: String?, now: String?) {
    self.part = part
    self.was = was
    self.now = now
  }
}

extension Change {
  /// For people, long values cut.
  package var sentence: String {
    func cut(_ text: String) -> String { text.count > 100 ? text.prefix(100) + "…" : text }
    switch (was, now) {
    case (nil, nil): return "\(part) changed"
    case (nil, let now?): return "\(part): \(cut(now))"
    case (let was?, nil): return "\(part): was \(cut(was)), is gone"
    case (let was?, let now?): return "\(part): was \(cut(was)), is now \(cut(now))"
    }
  }
}

extension Recipe {
  /// What differs from an earlier recipe, by label.
  package func changes(since old: Recipe) -> [Change] {
    let labels = Set((parts + old.parts).map(\.label.bytes)).sorted()
    return labels.compactMap { label in
      let was = old.parts.filter { $0.label.bytes == label }
      let now = parts.filter { $0.label.bytes == label }
      guard was != now else { return nil }
      let names = was.map(\.value.bytes) == now.map(\.value.bytes)
      func text(_ parts: [Part]) -> String? {
        // Where the values are the same, it is their sorts that differ.
        parts.isEmpty
          ? nil : parts.map { names ? "\($0.value) (\($0.sort.rawValue))" : $0.value }.joined(separator: ", ")
      }
      return Change(part: String(decoding: label.utf8, as: UTF8.self), was: text(was), now: text(now))
    }
  }

  /// The parts as JSON text, `[[label, sort, value], …]`.
  package var json: String {
    var out: [UInt8] = Array("[".utf8)
    for (place, part) in parts.enumerated() {
      out.append(contentsOf: (place == 0 ? "[" : ",[").utf8)
      for (piece, text) in [part.label, part.sort.rawValue, part.value].enumerated() {
        if piece > 0 { out.append(UInt8(ascii: ",")) }
        JSONText.appendString(text, to: &out)
      }
      out.append(UInt8(ascii: "]"))
    }
    out.append(UInt8(ascii: "]"))
    return String(decoding: out, as: UTF8.self)
  }

  /// Reads what `json` wrote; nil for anything else.
  package init?(json: String) {
    guard let node = try? JSONNode.parse(Array(json.utf8), file: "recipe"), case .array(let items) = node.value else {
      return nil
    }
    var parts: [Part] = []
    for item in items {
      guard case .array(let pieces) = item.value, pieces.count == 3, let label = pieces[0].string,
        let sort = pieces[1].string.flatMap(Sort.init(rawValue:)), let value = pieces[2].string
      else { return nil }
      parts.append(Part(label, sort, value))
    }
    self.init(parts)
  }
}

/// A text compared as what it is in keys: its UTF-8. Swift's own equality merges spellings of accents.
private struct UTF8Text: Hashable, Comparable {
  let utf8: [UInt8]

  static func < (one: UTF8Text, other: UTF8Text) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
}

extension String {
  fileprivate var bytes: UTF8Text { UTF8Text(utf8: Array(utf8)) }
}
