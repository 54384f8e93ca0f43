import Foundation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One connection of a scripted server: requests one after the other until either side has enough.
struct ScriptedServerConnection {
  let file: Int32
  let core: ScriptedServerCore
  private var unread: [UInt8] = []

  init(file: Int32, core: ScriptedServerCore) {
    self.file = file
    self.core = core
    var yes: Int32 = 1
    setsockopt(file, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    #if canImport(Darwin)
      setsockopt(file, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  func serve() {
    var copy = self
    while let request = copy.next() {
      let isUsable = copy.answer(core.script(request), to: request)
      core.answered()
      if !isUsable { return }
    }
  }

  private mutating func next() -> ScriptedRequest? {
    let end = Array("\r\n\r\n".utf8)
    var headEnd: Int?
    while headEnd == nil {
      // Not HTTP, such as the greeting of an encrypted connection.
      if let first = unread.first, !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) { return nil }
      headEnd = unread.indices.first { unread[$0...].starts(with: end) }
      if headEnd == nil, !fill() { return nil }
    }
    guard let headEnd else { return nil }
    let lines = String(decoding: unread[..<headEnd], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return nil }
    let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      return (String(line[..<colon]), String(value))
    }
    let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
    let (start, stop) = (headEnd + end.count, headEnd + end.count + length)
    while unread.count < stop { if !fill() { return nil } }
    let body = Array(unread[start..<stop])
    unread.removeFirst(stop)
    return core.record {
      ScriptedRequest(number: $0, method: String(words[0]), path: String(words[1]), headers: headers, body: body)
    }
  }

  private mutating func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(file, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    unread += buffer[..<count]
    return true
  }

  /// False if the connection cannot be used any further.
  private func answer(_ answer: ScriptedAnswer, to request: ScriptedRequest) -> Bool {
    guard wait(answer.delay) else { return false }
    if let (after, how) = answer.breaks, after < 0 { return end(how) }
    guard send(answer.head) else { return false }
    if request.method == "HEAD" { return true }
    let whole = answer.body
    let limit = min(answer.breaks?.after ?? whole.count, whole.count)
    let size = answer.trickle?.size ?? 1 << 16
    var place = 0
    while place < limit {
      let piece = Array(whole[place..<min(place + size, limit)])
      guard send(answer.isChunked ? Self.chunk(piece) : piece) else { return false }
      place += piece.count
      if let trickle = answer.trickle, !wait(trickle.every) { return false }
    }
    if let (_, how) = answer.breaks { return end(how) }
    return answer.isChunked ? send(Array("0\r\n\r\n".utf8)) : true
  }

  private static func chunk(_ piece: [UInt8]) -> [UInt8] {
    Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
  }

  private func end(_ how: ScriptedAnswer.Break) -> Bool {
    switch how {
    case .hang: while wait(.milliseconds(20)) {}
    case .close: break
    case .reset:
      // Closed without lingering, what is unsent is dropped and the other side gets a reset.
      var lingering = linger(l_onoff: 1, l_linger: 0)
      setsockopt(file, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
    }
    return false
  }

  /// Lets time pass; false as soon as the client is gone or the server is stopped.
  private func wait(_ duration: Duration) -> Bool {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end {
      let (seconds, rest) = min(end - .now, .milliseconds(20)).components
      let milliseconds = seconds * 1000 + rest / 1_000_000_000_000_000
      var poller = pollfd(file: file)
      let status = poll(&poller, 1, Int32(max(1, milliseconds)))
      if status > 0 {
        var byte: UInt8 = 0
        guard recv(file, &byte, 1, Int32(MSG_PEEK)) > 0 else { return false }
        // The client has sent more already: polling would return at once and spin.
        Thread.sleep(forTimeInterval: 0.005)
      }
      if core.isStopped { return false }
    }
    return true
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        #if canImport(Darwin)
          Darwin.send(file, bytes.baseAddress?.advanced(by: done), bytes.count - done, 0)
        #else
          Glibc.send(file, bytes.baseAddress?.advanced(by: done), bytes.count - done, Int32(MSG_NOSIGNAL))
        #endif
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}

extension pollfd {
  fileprivate init(file: Int32) { self.init(fd: file, events: Int16(POLLIN), revents: 0) }
}
