#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Sockets between processes of this machine, as the servers of tests need them.
enum LoopbackSocket {
  /// A system's call went wrong.
  struct Trouble: Error {
    let call: String
    let code = errno
  }

  /// A socket that listens at a free port.
  static func listen() throws -> Int32 {
    let file = make()
    var yes: Int32 = 1
    setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = address(port: 0)
    guard generic(&address, { bind(file, $0, $1) }) == 0 else { throw Trouble(call: "bind") }
    #if canImport(Darwin)
      guard Darwin.listen(file, 256) == 0 else { throw Trouble(call: "listen") }
    #else
      guard Glibc.listen(file, 256) == 0 else { throw Trouble(call: "listen") }
    #endif
    return file
  }

  /// The port of a socket that listens.
  static func port(of file: Int32) throws -> Int {
    var address = address(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(file, $0, &size) }
    }
    guard status == 0 else { throw Trouble(call: "getsockname") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// A connection to a port; nil if nobody listens there.
  static func connect(port: Int) -> Int32? {
    let file = make()
    var address = address(port: port)
    #if canImport(Darwin)
      let status = generic(&address) { Darwin.connect(file, $0, $1) }
    #else
      let status = generic(&address) { Glibc.connect(file, $0, $1) }
    #endif
    if status == 0 { return file }
    close(file)
    return nil
  }

  /// Gives a socket back.
  static func close(_ file: Int32) {
    #if canImport(Darwin)
      _ = Darwin.close(file)
    #else
      _ = Glibc.close(file)
    #endif
  }

  /// Sends all bytes; false if the other side is gone.
  static func send(_ bytes: ArraySlice<UInt8>, to file: Int32) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        #if canImport(Darwin)
          let count = Darwin.send(file, bytes.baseAddress?.advanced(by: done), bytes.count - done, 0)
        #else
          let count = Glibc.send(file, bytes.baseAddress?.advanced(by: done), bytes.count - done, Int32(MSG_NOSIGNAL))
        #endif
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  private static func make() -> Int32 {
    #if canImport(Darwin)
      Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #else
      Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
  }

  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
  }

  private static func generic(
    _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }
}
