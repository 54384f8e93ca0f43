import Graph
import HTTP
import Synchronization

@testable import Remotes

/// A server of the Remote Execution API in memory, with what real ones differ in: compression, small messages, and
/// dropping what lies within results.
final class MemoryAPIServer: HTTPSending {
  private struct Kept: Sendable {
    var blobs: [BlobName: [UInt8]] = [:]
    var results: [BlobName: [UInt8]] = [:]
    var calls: [String] = []
  }

  private let kept = Mutex(Kept())
  private let isCompressed: Bool
  private let keepsInlined: Bool
  private let zstd = Zstd()

  init(isCompressed: Bool = false, keepsInlined: Bool = true) {
    self.isCompressed = isCompressed
    self.keepsInlined = keepsInlined
  }

  /// The methods called, in order.
  var calls: [String] { kept.withLock { $0.calls } }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let method = request.url.split(separator: "/").last.map(String.init) ?? ""
    let answer = kept.withLock { kept in
      kept.calls.append(method)
      return try? GRPCFrames.messages(request.body).flatMap { try reply(to: method, $0, &kept) }
    }
    return answer ?? .grpc(status: 3)
  }

  private func reply(to method: String, _ messages: [ArraySlice<UInt8>], _ kept: inout Kept) throws -> HTTPResponse? {
    var fields: [WireReader.Field] = []
    for message in messages { try readFields(message) { fields.append($0) } }
    func field(_ number: Int) throws -> ArraySlice<UInt8> { try fields.first { $0.number == number }?.bytes ?? [] }
    switch method {
    case "GetCapabilities": return .grpc([capabilities])
    case "FindMissingBlobs":
      let asked = try fields.filter { $0.number == 2 }.map { try BlobName(wire: try $0.bytes) }
      let missing = asked.filter { kept.blobs[$0] == nil && $0 != .empty }
      return .grpc([wireMessage { message in for blob in missing { message.addPresent(2, blob.wire) } }])
    case "BatchUpdateBlobs": return .grpc([try update(fields, &kept)])
    case "BatchReadBlobs": return .grpc([try batch(fields, kept)])
    case "GetActionResult":
      return kept.results[try BlobName(wire: try field(2))].map { .grpc([$0]) } ?? .grpc(status: 5)
    case "UpdateActionResult":
      var result = try ActionResult(wire: try field(3))
      let needed = result.files.map(\.blob) + (result.outputBlob.map { [$0] } ?? [])
      guard needed.allSatisfy({ $0 == .empty || kept.blobs[$0] != nil }) else { return .grpc(status: 9) }
      if !keepsInlined { result.output = [] }
      let action = try BlobName(wire: try field(2))
      guard kept.blobs[action] != nil else { return .grpc(status: 9) }
      kept.results[action] = result.wire
      return .grpc([result.wire])
    case "Read":
      guard let name = blob(in: String(decoding: try field(1), as: UTF8.self)) else { return nil }
      guard let bytes = kept.blobs[name] else { return .grpc(status: 5) }
      let sent = isCompressed ? zstd.compress(bytes) : bytes
      let pieces = stride(from: 0, to: sent.count, by: 100_000).map { sent[$0..<min($0 + 100_000, sent.count)] }
      return .grpc(pieces.map { piece in wireMessage { $0.add(10, piece) } })
    case "Write":
      guard let name = blob(in: String(decoding: try field(1), as: UTF8.self)) else { return nil }
      let received: [UInt8] = try fields.reduce(into: []) { if $1.number == 10 { $0 += try $1.bytes } }
      guard store(received, isCompressed: isCompressed, as: name, &kept) else { return nil }
      return .grpc([wireMessage { $0.add(1, received.count) }])
    default: return .grpc(status: 12)
    }
  }

  private var capabilities: [UInt8] {
    wireMessage { message in
      message.add(1) { cache in
        cache.add(1, [1])
        cache.add(2) { $0.add(1, true) }
        cache.add(4, 200_000)
        if isCompressed { for field in [6, 7] { cache.add(field, [1]) } }
      }
    }
  }

  private func store(_ received: [UInt8], isCompressed: Bool, as name: BlobName, _ kept: inout Kept) -> Bool {
    guard let bytes = isCompressed ? zstd.decompress(received, size: name.size) : received, name.names(bytes) else {
      return false
    }
    kept.blobs[name] = bytes
    return true
  }

  private func update(_ fields: [WireReader.Field], _ kept: inout Kept) throws -> [UInt8] {
    var reply = WireWriter()
    for field in fields where field.number == 2 {
      var (name, bytes, isPacked): (BlobName, [UInt8], Bool) = (.empty, [], false)
      try readFields(try field.bytes) { field in
        switch field.number {
        case 1: name = try BlobName(wire: try field.bytes)
        case 2: bytes = Array(try field.bytes)
        default: isPacked = true
        }
      }
      let isStored = (!isPacked || isCompressed) && store(bytes, isCompressed: isPacked, as: name, &kept)
      reply.add(1) { item in
        item.addPresent(1, name.wire)
        item.add(2) { $0.add(1, isStored ? 0 : 3) }
      }
    }
    return reply.bytes
  }

  private func batch(_ fields: [WireReader.Field], _ kept: Kept) throws -> [UInt8] {
    let takesPacked = fields.contains { $0.number == 3 }
    var reply = WireWriter()
    // In another order than asked for, as servers may.
    for field in fields.reversed() where field.number == 2 {
      let name = try BlobName(wire: try field.bytes)
      reply.add(1) { item in
        item.addPresent(1, name.wire)
        if let bytes = kept.blobs[name] {
          item.add(2, takesPacked ? zstd.compress(bytes) : bytes)
          item.add(4, takesPacked)
        } else {
          item.add(3) { $0.add(1, 5) }
        }
      }
    }
    return reply.bytes
  }

  /// The blob that a stream's name ends with.
  private func blob(in resource: String) -> BlobName? {
    let parts = resource.split(separator: "/")
    guard parts.count >= 3, parts.contains("compressed-blobs") == isCompressed, let size = Int(parts[parts.count - 1]),
      let digest = Digest(hex: parts[parts.count - 2])
    else { return nil }
    return BlobName(digest: digest, size: size)
  }
}
