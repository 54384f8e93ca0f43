import Foundation

/// The time of day, as `BuildOptions.now` wants it.
package enum WallClock {
  /// Nanoseconds since 1970.
  @Sendable package static func now() -> Int { Int(Date().timeIntervalSince1970 * 1_000_000_000) }
}
