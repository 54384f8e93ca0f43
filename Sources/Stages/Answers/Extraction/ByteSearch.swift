extension ArraySlice<UInt8> {
  /// Where the last occurrence of a mark begins.
  ///
  /// Through a pointer: nearly all the time of an extraction is spent here.
  func last(_ mark: StaticString) -> Int? {
    let length = mark.utf8CodeUnitCount
    guard count >= length, length > 0 else { return nil }
    let wanted = UnsafeBufferPointer(start: mark.utf8Start, count: length)
    return withUnsafeBufferPointer { bytes in
      var index = bytes.count - length
      while index >= 0 {
        if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) { return index + startIndex }
        index -= 1
      }
      return nil
    }
  }

  /// Where the next occurrence of a mark begins.
  func first(_ mark: StaticString) -> Int? {
    let length = mark.utf8CodeUnitCount
    guard count >= length, length > 0 else { return nil }
    let wanted = UnsafeBufferPointer(start: mark.utf8Start, count: length)
    return withUnsafeBufferPointer { bytes in
      for index in 0...(bytes.count - length)
      where bytes[index] == wanted[0] && bytes[index...].starts(with: wanted) {
        return index + startIndex
      }
      return nil
    }
  }

  /// The byte at an index, nil outside of the text.
  func byte(at index: Int) -> UInt8? {
    indices.contains(index) ? self[index] : nil
  }

  /// Whether a mark begins at an index.
  func has(_ mark: StaticString, at index: Int) -> Bool {
    guard index >= startIndex, endIndex - index >= mark.utf8CodeUnitCount else { return false }
    return self[index...].starts(with: UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
  }

  /// Whether the text ends with a mark.
  func hasSuffix(_ mark: StaticString) -> Bool {
    has(mark, at: endIndex - mark.utf8CodeUnitCount)
  }

  /// The word that begins at an index: letters, and the apostrophe of `isn't`.
  func word(at index: Int) -> ArraySlice<UInt8> {
    self[index...].prefix { $0.isLetter || $0 == UInt8(ascii: "'") }
  }

  /// The next byte that is no space, from an index on.
  func indexPastSpaces(_ index: Int) -> Int {
    self[index...].firstIndex { !$0.isSpace } ?? endIndex
  }
}
