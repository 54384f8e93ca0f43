import Graph

extension SharedCache {
  /// What went to and fro, a line for each remote that gave or took something.
  var trafficLines: [String] {
    traffic.compactMap { remote, traffic in
      let parts = [
        traffic.resultsRead > 0 ? "\(traffic.resultsRead.counted("result")) found (\(traffic.bytesRead.bytes))" : nil,
        traffic.resultsWritten > 0
          ? "\(traffic.resultsWritten.counted("result")) stored (\(traffic.bytesWritten.bytes))" : nil,
      ].compactMap(\.self)
      return parts.isEmpty ? nil : "\(remote): \(parts.joined(separator: ", "))"
    }
  }

  /// The same for programs.
  var trafficNode: JSONNode {
    .list(
      traffic.map { remote, traffic in
        .object([
          ("remote", .text(remote)), ("resultsFound", .number(traffic.resultsRead)),
          ("bytesRead", .number(traffic.bytesRead)), ("resultsStored", .number(traffic.resultsWritten)),
          ("bytesWritten", .number(traffic.bytesWritten)),
        ])
      })
  }
}
