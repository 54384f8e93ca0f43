import Foundation
import Graph
import Testing
import TestSupport

/// A kind of cache that a team shares.
enum SharingKind: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case folder
  case http
  case httpAuth = "http-auth"
  case s3
  case reapi
  case reapiTLS = "reapi-tls"

  /// Those of the main kinds that can be had here: a folder always can, the others where a server of theirs runs.
  static let all = [Self.folder, .http, .s3, .reapi].filter(\.isThere)

  /// Those with protected connections or writers too.
  static let every = allCases.filter(\.isThere)

  /// Whether its server runs.
  var isThere: Bool { self == .folder || CacheServers.addresses[rawValue] != nil }

  /// For random moments that are the same on every run.
  var seed: UInt64 { UInt64(Self.allCases.firstIndex(of: self) ?? 0) }

  var testDescription: String { rawValue }
}

/// A shared cache in a place that no other test uses.
final class SharingPlace: Sendable {
  let kind: SharingKind
  /// As `DISTILLBUILD_REMOTE` names it.
  let address: String
  private let home: CommandProject?
  private let name: String

  init(_ kind: SharingKind) throws {
    self.kind = kind
    name = "sharing-\(UInt64.random(in: 0 ... .max))"
    let text = CacheServers.addresses[kind.rawValue] ?? ""
    switch kind {
    case .folder:
      let home = try CommandProject()
      self.home = home
      address = home.path("cache")
      return
    // A server of the Remote Execution API has no places within an instance: each test has problems of its own.
    case .reapi, .reapiTLS: address = text
    case .s3: address = SharingPlace.inserted(name, into: text)
    case .http, .httpAuth: address = "\(text)/\(name)"
    }
    home = nil
  }

  private static func inserted(_ name: String, into text: String) -> String {
    let halves = text.split(separator: "?", maxSplits: 1)
    return "\(halves[0])/\(name)?\(halves[1])"
  }

  /// The same place for someone whose rights are only to read; nil where everyone may write.
  var readOnly: (address: String, environment: [String: String])? {
    switch kind {
    case .httpAuth: (address.replacing("ci:ci@", with: ""), [:])
    case .s3:
      CacheServers.addresses["s3-reader"].map {
        (SharingPlace.inserted(name, into: $0), CacheServers.environment(for: "s3-reader"))
      }
    default: nil
    }
  }

  /// What lies in the folder, by path.
  var files: [String: [UInt8]] { get throws { try home?.files("cache") ?? [:] } }

  func write(_ bytes: [UInt8], to path: String) throws { try home?.write(bytes, to: "cache/\(path)") }

  func remove(_ path: String) throws { try home?.remove("cache/\(path)") }

  /// Blobs that are not what their names say. A folder is the only place that can be looked through.
  func damagedBlobs() throws -> [String] {
    try files.filter { $0.key.hasPrefix("cas/") && $0.key != "cas/\(Digest(of: $0.value).hex)" }.map(\.key).sorted()
  }
}
