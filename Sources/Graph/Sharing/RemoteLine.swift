internal import Synchronization

/// One remote for the length of a command: what may be done with it, whether it still answers, and what of it is of no use.
///
/// A failure that concerns the whole remote ends its use, so that a server that is down or slow costs its time limit once.
final class RemoteLine: Sendable {
  private let remote: any Remote
  private let warn: @Sendable (String) -> Void
  private let state: Mutex<State>

  private struct State {
    var mayRead = true
    var mayWrite: Bool
    var told: Set<RemoteFailure.Kind> = []
    /// Entries that were found and are of no use, by their keys: to be replaced.
    var broken: [Digest: RemoteEntry] = [:]
    var traffic = RemoteTraffic()
    var logs: [Digest: ShipmentLog] = [:]
  }

  init(_ shared: SharedRemote, warn: @escaping @Sendable (String) -> Void) {
    remote = shared.remote
    self.warn = warn
    state = Mutex(State(mayWrite: shared.mayWrite))
  }

  var name: String { remote.name }
  var mayRead: Bool { state.withLock { $0.mayRead } }
  var mayWrite: Bool { state.withLock { $0.mayWrite } }
  var traffic: RemoteTraffic { state.withLock { $0.traffic } }

  /// The entries under some keys, in their order; nil where there is none of use.
  /// - Parameter isCounted: whether what is there is told as found.
  func entries(for keys: [Digest], isCounted: Bool = true) async -> [RemoteEntry?] {
    guard mayRead, !keys.isEmpty else { return keys.map { _ in nil } }
    let broken = state.withLock { $0.broken }
    let found = await remote.entries(for: keys).enumerated().map { place, result -> RemoteEntry? in
      guard let entry = value(result) ?? nil else { return nil }
      return broken[keys[place]]?.agrees(with: entry) == true ? nil : entry
    }
    state.withLock { state in
      for case let entry? in found where isCounted {
        state.traffic.resultsRead += 1
        state.traffic.bytesRead += entry.value.count
      }
    }
    return found
  }

  /// The bytes of some blobs, in their order; nil where they cannot be had.
  func read(_ blobs: [BlobName]) async -> [[UInt8]?] {
    guard mayRead, !blobs.isEmpty else { return blobs.map { _ in nil } }
    let found = await remote.read(blobs).map { value($0) ?? nil }
    state.withLock { state in
      for case let bytes? in found { state.traffic.bytesRead += bytes.count }
    }
    return found
  }

  /// Stores some blobs. The results, whether it is there now, are in their order.
  func write(_ blobs: [(name: BlobName, bytes: [UInt8])]) async -> [Bool] {
    guard mayWrite, !blobs.isEmpty else { return blobs.map { _ in false } }
    let done = await remote.write(blobs).map { value($0, writing: true) != nil }
    state.withLock { state in
      for (blob, isDone) in zip(blobs, done) where isDone { state.traffic.bytesWritten += blob.name.size }
    }
    return done
  }

  /// Those of the blobs that are not there; nil if it cannot be told.
  func missing(_ blobs: [BlobName]) async -> [BlobName]? {
    guard mayRead else { return nil }
    do throws(RemoteFailure) {
      return try await remote.missing(blobs)
    } catch {
      note(error, writing: false)
      return nil
    }
  }

  /// Stores an entry, unless one of use is there.
  /// - Returns: the one that holds now; nil if that is not known.
  func publish(_ entry: RemoteEntry, under key: Digest) async -> RemoteEntry? {
    guard mayWrite else { return nil }
    do throws(RemoteFailure) {
      let held = try await remote.publish(entry, under: key, replacing: state.withLock { $0.broken[key] })
      state.withLock { state in
        state.broken[key] = nil
        guard held.agrees(with: entry) else { return }
        state.traffic.resultsWritten += 1
        state.traffic.bytesWritten += entry.value.count
      }
      return held
    } catch {
      note(error, writing: true)
      return nil
    }
  }

  /// The log of the chunks that a recipe made.
  func log(of recipe: Digest) -> ShipmentLog {
    state.withLock { state in
      if let log = state.logs[recipe] { return log }
      let log = ShipmentLog(self, recipe: recipe)
      state.logs[recipe] = log
      return log
    }
  }

  /// Takes an entry for one of no use: its blobs are gone, or do not say what it says.
  func refuse(_ entry: RemoteEntry, under key: Digest) {
    guard isHeard else { return }
    replace(entry, under: key)
    tellDamage("ac/\(key.hex)")
  }

  /// Has an entry replaced by the next one that is published under its key. Nobody missed anything by it.
  func replace(_ entry: RemoteEntry, under key: Digest) { state.withLock { $0.broken[key] = entry } }

  /// Warns of something there that cannot be used.
  func tellDamage(_ place: String) {
    guard isHeard else { return }
    tell(.damaged, "the cache \(name) holds a result that is not whole (\(place)); it is done without")
  }

  /// Whether what does not come from there says something of what lies there: of a cache that has gone away, or by a question
  /// that was broken off, nothing is known.
  private var isHeard: Bool { mayRead && !Task.isCancelled }

  private func value<Value>(_ result: Result<Value, RemoteFailure>, writing: Bool = false) -> Value? {
    switch result {
    case .success(let value): return value
    case .failure(let failure):
      note(failure, writing: writing)
      return nil
    }
  }

  private func note(_ failure: RemoteFailure, writing: Bool) {
    if failure.kind == .cancelled { return }
    let ends = state.withLock { state -> Bool in
      guard failure.concernsAll else { return false }
      // Who may not write may still read; a server that does not answer does neither.
      let isRight = failure.kind == .refused || failure.kind == .full
      state.mayWrite = false
      if !(writing && isRight) { state.mayRead = false }
      return true
    }
    let consequence =
      switch (ends, writing) {
      case (false, _): "it is done without"
      case (true, false): "the work goes on without it"
      case (true, true): "nothing more is written to it; 'distillbuild cache push' can do so later"
      }
    tell(failure.kind, "\(failure); \(consequence)")
  }

  private func tell(_ kind: RemoteFailure.Kind, _ text: String) {
    if state.withLock({ $0.told.insert(kind).inserted }) { warn(text) }
  }
}

extension RemoteLine {
  private static let width = 16

  /// Stores some entries, many at once.
  /// - Returns: those that hold now, in order; nil where that is not known.
  func publish(_ offers: [(key: Digest, entry: RemoteEntry)]) async -> [RemoteEntry?] {
    await withTaskGroup(of: (Int, RemoteEntry?).self) { group in
      var answers = [RemoteEntry?](repeating: nil, count: offers.count)
      for (place, offer) in offers.enumerated() {
        if place >= RemoteLine.width, let (done, answer) = await group.next() { answers[done] = answer }
        group.addTask { @concurrent in (place, await self.publish(offer.entry, under: offer.key)) }
      }
      for await (done, answer) in group { answers[done] = answer }
      return answers
    }
  }
}

/// What went between here and a remote.
package struct RemoteTraffic: Sendable, Equatable {
  /// Results found there that were not here.
  package var resultsRead = 0
  package var bytesRead = 0
  /// Results stored there.
  package var resultsWritten = 0
  package var bytesWritten = 0
}
