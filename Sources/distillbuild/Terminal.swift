import Foundation
import Graph
import Synchronization

/// Standard output and standard error.
enum Terminal {
  static let isOutputTerminal = isatty(STDOUT_FILENO) == 1
  static let isErrorTerminal = isatty(STDERR_FILENO) == 1

  /// Columns of the terminal that shows progress.
  static var width: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  static func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

  /// A line for people on standard error; results alone go to standard output.
  static func note(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

  static func error(_ text: String) { write("error: \(text)\n", to: STDERR_FILENO) }

  /// Replaces the line that shows progress.
  static func status(_ line: String) {
    write("\r\u{1B}[K" + String(line.prefix(max(1, width - 1))), to: STDERR_FILENO)
  }

  static func write(_ text: String, to file: Int32) {
    // A reader that went away, as `head` does, is no reason to complain.
    try? Disk.append(Array(text.utf8), to: file, "the terminal")
  }
}

/// Notices Ctrl-C: the first asks for an orderly end, the second ends at once.
enum Interrupt {
  private static let count = Atomic<Int>(0)

  static var isAsked: Bool { count.load(ordering: .relaxed) > 0 }

  static func install() {
    signal(SIGPIPE, SIG_IGN)
    let handler: @convention(c) (Int32) -> Void = { _ in
      if Interrupt.count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
    }
    signal(SIGINT, handler)
    signal(SIGTERM, handler)
  }
}
