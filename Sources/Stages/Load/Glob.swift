internal import Graph

/// Finds the files that a pattern names.
enum Glob {
  /// The files that match, sorted by name as bytes; a pattern without wildcards names itself, if it is there.
  static func files(_ pattern: String, in folder: String) throws -> [SourceFile] {
    let isAbsolute = pattern.hasPrefix("/")
    let parts = pattern.split(separator: "/").map(String.init).filter { $0 != "." }
    var found: [String] = []
    try walk(parts[...], at: isAbsolute ? "" : folder, name: isAbsolute ? "" : nil, into: &found)
    return Set(found).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
      SourceFile(path: isAbsolute ? name : "\(folder)/\(name)", name: name)
    }
  }

  private static func walk(_ parts: ArraySlice<String>, at path: String, name: String?, into found: inout [String])
    throws
  {
    guard let part = parts.first else {
      if let name, let stat = try Disk.stat(path), !stat.isDirectory { found.append(name) }
      return
    }
    func below(_ entry: String) -> (path: String, name: String) {
      ("\(path)/\(entry)", name.map { "\($0)/\(entry)" } ?? entry)
    }
    if part == "**" {
      try walk(parts.dropFirst(), at: path, name: name, into: &found)
      for entry in try Disk.names(in: path) where !entry.hasPrefix(".") {
        let next = below(entry)
        // A link may lead back up.
        if try !Disk.isLink(next.path), try Disk.stat(next.path)?.isDirectory == true {
          try walk(parts, at: next.path, name: next.name, into: &found)
        }
      }
    } else if part.contains("*") || part.contains("?") {
      for entry in try Disk.names(in: path) where !entry.hasPrefix(".") || part.hasPrefix(".") {
        guard matches(Array(part.utf8)[...], Array(entry.utf8)[...]) else { continue }
        try walk(parts.dropFirst(), at: below(entry).path, name: below(entry).name, into: &found)
      }
    } else {
      try walk(parts.dropFirst(), at: below(part).path, name: below(part).name, into: &found)
    }
  }

  /// Whether a name matches a pattern of `*` and `?`.
  static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    var (pattern, name) = (pattern, name)
    // Where to go on if what follows the last star does not fit: one byte later.
    var retry: (pattern: ArraySlice<UInt8>, name: ArraySlice<UInt8>)?
    while true {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (pattern, name)
      } else if let byte = name.first, pattern.first == byte || pattern.first == UInt8(ascii: "?") {
        pattern = pattern.dropFirst()
        name = name.dropFirst()
      } else if name.isEmpty, pattern.isEmpty {
        return true
      } else if let last = retry, !last.name.isEmpty {
        retry = (last.pattern, last.name.dropFirst())
        (pattern, name) = (last.pattern, last.name.dropFirst())
      } else {
        return false
      }
    }
  }
}
