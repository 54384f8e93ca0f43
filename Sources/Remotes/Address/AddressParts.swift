/// What follows the `://` of an address on a network.
struct AddressParts {
  /// `http` or `https`.
  let scheme: String
  /// With the port, where that is not the scheme's own.
  let host: String
  /// Empty, or with a slash at its start and none at its end, written as it is to be sent.
  let path: String
  let credentials: WebCredentials

  /// - Parameter text: the whole address, for messages.
  init(_ text: String, _ rest: Substring, scheme: String) throws(RemoteAddressError) {
    self.scheme = scheme
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash]
    let at = authority.lastIndex(of: "@")
    credentials = if let at { try Self.credentials(text, authority[..<at]) } else { .none }
    host = try Self.host(text, at.map { authority[authority.index(after: $0)...] } ?? authority, scheme: scheme)
    path = try Self.path(text, rest[slash...])
  }

  private static func credentials(_ text: String, _ part: Substring) throws(RemoteAddressError) -> WebCredentials {
    guard let colon = part.firstIndex(of: ":"), let user = part[..<colon].percentDecoded, !user.isEmpty,
      let password = part[part.index(after: colon)...].percentDecoded, WebCredentials.isSendable(user + password)
    else {
      throw RemoteAddressError(text, "before the @ it needs user:password, with special characters written as %40")
    }
    return .basic(user: user, password: Secret(password))
  }

  private static func host(_ text: String, _ part: Substring, scheme: String) throws(RemoteAddressError) -> String {
    // The colons of an IPv6 address stand in brackets.
    let bracket = part.lastIndex(of: "]") ?? part.startIndex
    let colon = part[bracket...].firstIndex(of: ":")
    let name = part[..<(colon ?? part.endIndex)]
    guard !name.isEmpty, name.utf8.allSatisfy({ $0.isHostByte || "[]:".utf8.contains($0) }) else {
      throw RemoteAddressError(text, "it needs the name of a host")
    }
    guard let colon else { return name.lowercased() }
    guard let port = Int(part[part.index(after: colon)...]), (1...65_535).contains(port) else {
      throw RemoteAddressError(text, "its port must be a number from 1 to 65535")
    }
    return port == (scheme == "http" ? 80 : 443) ? name.lowercased() : "\(name.lowercased()):\(port)"
  }

  /// Reads a path: each part is decoded and written anew, so that it is sent, and signed, in one form.
  static func path(_ text: String, _ part: Substring) throws(RemoteAddressError) -> String {
    guard !part.contains("?"), !part.contains("#") else { throw RemoteAddressError(text, "it has a ? or # too many") }
    var path = ""
    for name in part.split(separator: "/") {
      guard let plain = name.percentDecoded, plain != ".", plain != ".." else {
        throw RemoteAddressError(text, "its path holds '\(name)'")
      }
      path += "/\(plain.percentEncoded)"
    }
    return path
  }
}

extension WebCredentials {
  /// Whether a header can hold it.
  static func isSendable(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
}

extension UInt8 {
  /// Whether it may stand in the name of a host or a bucket.
  var isHostByte: Bool { isUnreserved && self != UInt8(ascii: "~") }

  /// Whether it stands for itself everywhere in a URL (RFC 3986).
  fileprivate var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

extension StringProtocol {
  /// The text that `%40` and the like stand for; nil if a `%` stands alone, or what comes out is no text.
  var percentDecoded: String? {
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The text with every byte but the unreserved ones written as `%40` and the like.
  var percentEncoded: String {
    utf8.map { byte in
      if byte.isUnreserved { return String(UnicodeScalar(byte)) }
      let hex = String(byte, radix: 16, uppercase: true)
      return hex.count == 1 ? "%0\(hex)" : "%\(hex)"
    }.joined()
  }
}
