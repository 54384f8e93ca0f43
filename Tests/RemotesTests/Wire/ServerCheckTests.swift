import Graph
import Testing

@testable import Remotes

/// What bazel-remote demands of a result before it takes it, or gives it out: every path is there and relative, every
/// digest is there, has 64 hexadecimal digits and a size that is not negative, and every blob named is in its store.
@Suite("Our entries pass the checks of servers that check")
struct ServerCheckTests {
  /// A result as such a server reads it: its own reader, so that ours cannot excuse ours.
  struct Checker {
    let stored: Set<String>

    func complaint(_ result: [UInt8]) -> String? {
      guard let fields = Self.fields(result) else { return "no message" }
      if fields.isEmpty { return "nothing in it" }
      for (number, value) in fields {
        switch number {
        case 2:
          guard let file = Self.fields(value) else { return "no output file" }
          let path = String(decoding: file.first { $0.0 == 1 }?.1 ?? [], as: UTF8.self)
          if path.isEmpty || path.hasPrefix("/") || path.split(separator: "/").contains("..") {
            return "path '\(path)'"
          }
          guard let digest = file.first(where: { $0.0 == 2 }) else { return "no digest of \(path)" }
          if let complaint = complaint(digest: digest.1) { return complaint }
        case 6, 8: if let complaint = complaint(digest: value) { return complaint }
        case 4, 5, 7, 9: break
        default: return "field \(number)"
        }
      }
      return nil
    }

    private func complaint(digest: [UInt8]) -> String? {
      guard let fields = Self.fields(digest) else { return "no digest" }
      let hash = String(decoding: fields.first { $0.0 == 1 }?.1 ?? [], as: UTF8.self)
      let isHash = hash.count == 64 && hash.allSatisfy { "0123456789abcdef".contains($0) }
      return isHash ? (stored.contains(hash) ? nil : "blob \(hash) is not there") : "hash '\(hash)'"
    }

    private static func fields(_ bytes: [UInt8]) -> [(Int, [UInt8])]? {
      var (fields, place): ([(Int, [UInt8])], Int) = ([], 0)
      func number() -> Int? {
        var (value, shift) = (0, 0)
        while place < bytes.count, shift < 63 {
          defer { place += 1 }
          value |= Int(bytes[place] & 127) << shift
          if bytes[place] < 128 { return value }
          shift += 7
        }
        return nil
      }
      while place < bytes.count {
        guard let tag = number(), let value = number() else { return nil }
        if tag & 7 == 2 {
          guard place + value <= bytes.count else { return nil }
          fields.append((tag >> 3, Array(bytes[place..<place + value])))
          place += value
        } else if tag & 7 == 0 {
          fields.append((tag >> 3, []))
        } else {
          return nil
        }
      }
      return fields
    }
  }

  private static let samples: [RemoteEntry] = [
    RemoteEntry(value: []), RemoteEntry(value: [1, 2, 3]), RemoteEntry(value: randomBytes(1_048_577)),
    RemoteEntry(value: [1], blobs: [BlobName(of: [1]), .empty, BlobName(of: [1])]),
    RemoteEntry(value: [], provenance: Provenance(author: "ann", made: 3, details: "{}")),
  ]

  @Test("every entry, in either form", arguments: samples, [true, false])
  func entries(entry: RemoteEntry, keepsValueAsBlob: Bool) {
    let blobs = entry.blobs + [.empty] + (keepsValueAsBlob ? [BlobName(of: entry.value)] : [])
    let result = entry.actionResult(key: randomKey(), keepsValueAsBlob: keepsValueAsBlob).wire
    #expect(Checker(stored: Set(blobs.map(\.digest.hex))).complaint(result) == nil)
  }

  @Test("an entry refers to its value as a blob only if that was stored", arguments: samples)
  func value(entry: RemoteEntry) {
    let result = entry.actionResult(key: randomKey(), keepsValueAsBlob: entry.hasLongValue).wire
    let complaint = Checker(stored: Set((entry.blobs + [.empty]).map(\.digest.hex))).complaint(result)
    #expect(complaint == (entry.hasLongValue ? "blob \(Digest(of: entry.value)) is not there" : nil))
  }

  @Test func `the checker does complain`() {
    let digest = wireMessage { $0.add(1, "E3B0".utf8) }
    let file = wireMessage { message in
      message.add(1, "/x".utf8)
      message.addPresent(2, BlobName.empty.wire)
    }
    let checker = Checker(stored: [])
    #expect(checker.complaint([]) == "nothing in it")
    #expect(checker.complaint(wireMessage { $0.addPresent(2, file) }) == "path '/x'")
    #expect(checker.complaint(wireMessage { $0.addPresent(6, digest) }) == "hash 'E3B0'")
    #expect(
      checker.complaint(wireMessage { $0.addPresent(2, wireMessage { $0.add(1, "x".utf8) }) }) == "no digest of x")
  }
}
