private import Synchronization

/// A stored layer, decoded when first asked for and then shared.
package final class LayerHandle: Sendable {
  package let info: LayerInfo
  private let store: any BlobStore
  private let decoded: Mutex<Layer?>

  /// A layer that lies in `store`, or, where given, is already in memory.
  init(_ info: LayerInfo, in store: any BlobStore, layer: Layer? = nil) {
    self.info = info
    self.store = store
    decoded = Mutex(layer)
  }

  /// Another handle on the same layer, which starts with what is decoded now.
  func copied() -> LayerHandle { LayerHandle(info, in: store, layer: decoded.withLock { $0 }) }

  /// The same layer, to be decoded again when it is asked for.
  func released() -> LayerHandle { LayerHandle(info, in: store) }

  /// The layer.
  /// - Throws: `DamagedBlob` if it is not there or not what its name says.
  package func layer() throws -> Layer {
    if let layer = decoded.withLock({ $0 }) { return layer }
    guard let bytes = try store.read(info.digest), let layer = try? Layer(decoding: bytes) else {
      throw DamagedBlob(digest: info.digest)
    }
    decoded.withLock { $0 = layer }
    return layer
  }
}
