private import CZstd
private import Synchronization

/// zstd (RFC 8878) through the system's libzstd, with contexts kept for reuse: making one costs more than a small blob.
package final class Zstd: Sendable {
  private let compressors = Mutex<[Context]>([])
  private let decompressors = Mutex<[Context]>([])

  /// A context that one thread at a time holds.
  private struct Context: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  /// A compressor without any context yet.
  package init() {}

  deinit {
    for context in compressors.withLock({ $0 }) { ZSTD_freeCCtx(context.pointer) }
    for context in decompressors.withLock({ $0 }) { ZSTD_freeDCtx(context.pointer) }
  }

  /// The bytes, smaller. Level 1: the layers are read back sooner than disks fill up.
  package func compress(_ bytes: [UInt8]) -> [UInt8] {
    guard let context = compressors.withLock({ $0.popLast() }) ?? ZSTD_createCCtx().map(Context.init) else {
      preconditionFailure("zstd has no memory for a context")
    }
    defer { compressors.withLock { $0.append(context) } }
    let bound = ZSTD_compressBound(bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
      let size = bytes.withUnsafeBytes {
        ZSTD_compressCCtx(context.pointer, buffer.baseAddress, bound, $0.baseAddress, $0.count, 1)
      }
      precondition(ZSTD_isError(size) == 0, "zstd cannot fail with a large enough buffer")
      filled = size
    }
  }

  /// What was compressed; nil if the bytes are no whole zstd frame of a sensible size.
  func decompress(_ bytes: [UInt8]) -> [UInt8]? {
    let size = bytes.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    // Unknown size and error are the two largest numbers; a layer is never near 4 GiB.
    return size < 1 << 32 ? decompress(bytes, size: Int(size)) : nil
  }

  /// What was compressed, whose size is known from elsewhere; nil if the bytes stand for anything else.
  package func decompress(_ bytes: [UInt8], size: Int) -> [UInt8]? {
    guard let context = decompressors.withLock({ $0.popLast() }) ?? ZSTD_createDCtx().map(Context.init) else {
      preconditionFailure("zstd has no memory for a context")
    }
    defer { decompressors.withLock { $0.append(context) } }
    var isWhole = false
    let result = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      let done = bytes.withUnsafeBytes {
        ZSTD_decompressDCtx(context.pointer, buffer.baseAddress, size, $0.baseAddress, $0.count)
      }
      isWhole = ZSTD_isError(done) == 0 && done == size
      filled = isWhole ? done : 0
    }
    return isWhole ? result : nil
  }
}
