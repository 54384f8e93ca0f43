import Foundation
import Graph

/// A file, a pipe or standard input, read from its beginning to its end.
struct InputFile {
  /// As the user knows it.
  let name: String
  private let descriptor: Int32

  /// The name that stands for standard input.
  static let standardInput = "-"

  /// Makes sure that a name can be opened later, so that a misspelled one is noticed before any work is done.
  static func check(_ name: String) throws {
    if name == standardInput { return }
    guard let stat = try Disk.stat(name) else { throw UserMistake("there is no file '\(name)'") }
    if stat.isDirectory { throw UserMistake("'\(name)' is a folder") }
  }

  init(opening name: String) throws {
    if name == InputFile.standardInput {
      self.name = "standard input"
      descriptor = STDIN_FILENO
    } else {
      self.name = name
      descriptor = open(name, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw UserMistake("cannot read \(name): \(String(cString: strerror(errno)))") }
    }
  }

  /// Appends the bytes that come next: what a pipe holds by now, and of a file as many as are asked for.
  /// - Returns: false at the end, and when the user asks to stop.
  func read(_ count: Int, into bytes: inout [UInt8]) throws -> Bool {
    guard waitForBytes() else { return false }
    var failure: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      var result = Foundation.read(descriptor, buffer.baseAddress, count)
      while result < 0, errno == EINTR { result = Foundation.read(descriptor, buffer.baseAddress, count) }
      if result < 0 { failure = errno }
      filled = max(0, result)
    }
    guard failure == 0 else {
      throw MachineTrouble(description: "cannot read \(name): \(String(cString: strerror(failure)))")
    }
    bytes += piece
    return !piece.isEmpty
  }

  /// Waits for a slow writer, and for Ctrl-C: a blocked `read` would be taken up again after the signal.
  private func waitForBytes() -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while !Interrupt.isAsked {
      if poll(&request, 1, 100) != 0, request.revents != 0 { return true }
    }
    return false
  }

  func close() {
    if descriptor != STDIN_FILENO { _ = Foundation.close(descriptor) }
  }
}
