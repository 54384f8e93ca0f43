import Foundation

/// Real servers for tests of remotes: those that `scripts/cache-servers` has started, as far as the environment variable
/// DISTILLBUILD_CACHE_SERVERS names the file with their addresses.
package enum CacheServers {
  /// The addresses by their names: `http`, `http-auth`, `s3`, `s3-reader`, `reapi`, `reapi-tls`, `rclone-dav`, `wsgidav`; and under
  /// `authority` a file of certificates.
  package static let addresses: [String: String] = {
    guard let file = ProcessInfo.processInfo.environment["DISTILLBUILD_CACHE_SERVERS"],
      let text = try? String(contentsOfFile: file, encoding: .utf8)
    else { return [:] }
    let pairs = text.split(separator: "\n").map { $0.split(separator: " ") }.filter { $0.count == 2 }
    return Dictionary(pairs.map { (String($0[0]), String($0[1])) }) { first, _ in first }
  }()

  /// What clients of these servers have in their environment.
  package static func environment(for name: String) -> [String: String] {
    name == "s3-reader"
      ? ["AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "readersecret"]
      : [
        "AWS_ACCESS_KEY_ID": "ci", "AWS_SECRET_ACCESS_KEY": "cisecret", "SSL_CERT_FILE": addresses["authority"] ?? "",
      ]
  }
}

extension CacheServers {
  /// The port of a server on this machine that an address names.
  package static func port(in address: String) -> Int? {
    address.firstRange(of: "127.0.0.1:").flatMap { Int(address[$0.upperBound...].prefix { $0.isNumber }) }
  }
}
