/// The `data` of the events in a `text/event-stream`, one after the other.
///
/// Follows the WHATWG HTML standard, section 9.2: lines end with CR, LF or both, several `data` lines of one event are
/// joined, comments and other fields are passed over, and an event that the end cuts short is none.
struct EventStream: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  mutating func next() -> [UInt8]? {
    var data: [UInt8]?
    while let line = nextLine() {
      if line.isEmpty {
        if let data { return data }
        continue
      }
      let name = line.prefix { $0 != UInt8(ascii: ":") }
      guard name.elementsEqual("data".utf8) else { continue }
      var value = line.dropFirst(name.count + 1)
      if value.first == 0x20 { value = value.dropFirst() }
      data = data.map { $0 + [0x0A] + value } ?? Array(value)
    }
    return nil
  }

  /// A line without its end; nil when no whole line is left.
  private mutating func nextLine() -> ArraySlice<UInt8>? {
    guard let end = bytes[place...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
    let line = bytes[place..<end]
    let isPair = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
    place = end + (isPair ? 2 : 1)
    return line
  }
}
