import Foundation
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Stands between a client and a real server on this machine, and does to each connection what a closure says. It knows
/// nothing of what passes, so it can stand before any protocol.
package final class HostileProxy: Sendable {
  /// What happens to a connection.
  package enum Fault: Sendable, Equatable {
    /// Nothing.
    case none
    /// It is closed as soon as it stands.
    case refuse
    /// It ends once so many bytes of the reply have passed.
    case cutReply(after: Int)
    /// It ends once so many bytes of the request have passed.
    case cutRequest(after: Int)
    /// Nothing more of the reply passes after so many bytes, and it stays open.
    case stall(after: Int)
    /// Each piece of the reply waits for so long.
    case delay(milliseconds: Int)
    /// One bit of the reply's byte of this number is another.
    case flip(at: Int)
  }

  /// The port it listens on.
  package let port: Int
  private let listener: Int32
  private let isStopped = Atomic(false)

  /// Starts at a free port.
  /// - Parameters:
  ///   - target: the server's port.
  ///   - fault: is given the connection's number.
  package init(before target: Int, fault: @escaping @Sendable (Int) -> Fault) throws {
    listener = try LoopbackSocket.listen()
    port = try LoopbackSocket.port(of: listener)
    let listener = listener
    Thread.detachNewThread { [weak self] in
      var number = 0
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0, self?.isStopped.load(ordering: .relaxed) == false else {
          if client >= 0 { LoopbackSocket.close(client) }
          LoopbackSocket.close(listener)
          return
        }
        let pair = Pair(client: client, target: target, fault: fault(number))
        number += 1
        Thread.detachNewThread { pair.run() }
      }
    }
  }

  deinit {
    isStopped.store(true, ordering: .relaxed)
    // A last connection of our own wakes the thread that accepts.
    if let file = LoopbackSocket.connect(port: port) { LoopbackSocket.close(file) }
  }

  /// A client's connection and the one to the server that belongs to it.
  private struct Pair: Sendable {
    let client: Int32
    let target: Int
    let fault: Fault

    func run() {
      defer { LoopbackSocket.close(client) }
      guard fault != .refuse, let server = LoopbackSocket.connect(port: target) else { return }
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        passRequest(to: server)
        shutdown(server, Int32(SHUT_RDWR))
        shutdown(client, Int32(SHUT_RDWR))
        done.signal()
      }
      passReply(from: server)
      shutdown(server, Int32(SHUT_RDWR))
      shutdown(client, Int32(SHUT_RDWR))
      done.wait()
      LoopbackSocket.close(server)
    }

    private func passRequest(to server: Int32) {
      var left = if case .cutRequest(let count) = fault { count } else { Int.max }
      while left > 0, let piece = receive(from: client) {
        let part = piece.prefix(left)
        left -= part.count
        guard LoopbackSocket.send(part, to: server) else { return }
      }
    }

    private func passReply(from server: Int32) {
      var passed = 0
      while var piece = receive(from: server) {
        switch fault {
        case .cutReply(let count) where passed + piece.count >= count:
          _ = LoopbackSocket.send(piece.prefix(count - passed), to: client)
          return
        case .stall(let count) where passed + piece.count >= count:
          _ = LoopbackSocket.send(piece.prefix(max(0, count - passed)), to: client)
          // Until the client gives up.
          while receive(from: server) != nil {}
          return
        case .delay(let milliseconds): usleep(UInt32(milliseconds) * 1000)
        case .flip(let place) where (passed..<passed + piece.count).contains(place):
          piece[piece.startIndex + place - passed] ^= 4
        default: break
        }
        passed += piece.count
        guard LoopbackSocket.send(piece, to: client) else { return }
      }
    }

    private func receive(from file: Int32) -> ArraySlice<UInt8>? {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = recv(file, &buffer, buffer.count, 0)
      return count > 0 ? buffer[..<count] : nil
    }
  }
}
