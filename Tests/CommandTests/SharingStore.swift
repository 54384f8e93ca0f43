import Foundation
import TestSupport

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A shared cache as its owner sees it: objects by their paths, to be put there and looked at past the command.
struct SharingStore {
  let place: SharingPlace

  init(_ place: SharingPlace) throws {
    guard [.folder, .http].contains(place.kind) else { throw CommandTrouble("\(place.kind) lets nobody put anything") }
    self.place = place
  }

  func put(_ bytes: [UInt8], at path: String) async throws {
    if place.kind == .folder { return try place.write(bytes, to: path) }
    var request = try request(path)
    request.httpMethod = "PUT"
    request.httpBody = Data(bytes)
    let (_, response) = try await URLSession.shared.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    guard (200..<300).contains(status) else { throw CommandTrouble("PUT \(path): status \(status)") }
  }

  /// Nil if there is nothing.
  func get(_ path: String) async throws -> [UInt8]? {
    if place.kind == .folder { return try place.files[path] }
    let (data, response) = try await URLSession.shared.data(for: try request(path))
    return (response as? HTTPURLResponse)?.statusCode == 200 ? [UInt8](data) : nil
  }

  private func request(_ path: String) throws -> URLRequest {
    guard let url = URL(string: "\(place.address)/\(path)") else { throw CommandTrouble("\(path) makes no URL") }
    return URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
  }
}
