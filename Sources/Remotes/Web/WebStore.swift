internal import Graph
internal import HTTP
private import Synchronization

/// Objects on a web server: Bazel's cache protocol, or a bucket of S3. They differ in who asks, and in nothing else.
final class WebStore: ObjectStore {
  /// The address that paths are appended to, without a slash at its end.
  private let base: String
  private let exchange: WebExchange
  /// Finds out whether the server honours conditions; nil before anyone wanted to know.
  private let honours = Mutex<Task<Result<Bool, RemoteFailure>, Never>?>(nil)

  /// No server shall have the time for the longest entry when it sends one that is like all others.
  private static let usualEntry = 4 << 20

  var name: String { exchange.name }
  var width: Int { exchange.limits.width }

  init(base: String, exchange: WebExchange) {
    self.base = base
    self.exchange = exchange
  }

  func get(_ path: ObjectPath, size: Int) async throws(RemoteFailure) -> [UInt8]? {
    let response = try await exchange.send(
      HTTPRequest(.get, url(path)), expected: size, likely: path.kind == .entry ? WebStore.usualEntry : size)
    if [404, 410].contains(response.status) { return nil }
    guard response.status == 200 else { throw unfit("status \(response.status) for a GET") }
    return response.body
  }

  func presence(of path: ObjectPath) async throws(RemoteFailure) -> ObjectPresence {
    let response = try await exchange.send(HTTPRequest(.head, url(path)))
    if [404, 410].contains(response.status) { return .absent }
    guard response.isSuccess else { throw unfit("status \(response.status) for a HEAD") }
    return .present(size: response.headers["content-length"].flatMap { Int($0) })
  }

  func put(
    _ bytes: [UInt8], digest: Digest, at path: ObjectPath, ifAbsent: Bool
  ) async throws(RemoteFailure) -> Bool {
    var status = try await putOnce(bytes, digest, path, ifAbsent: ifAbsent)
    // A folder that is not there: 409 by the standard of WebDAV, 404 by the habit of some servers.
    if [404, 409].contains(status) {
      await makeFolders()
      status = try await putOnce(bytes, digest, path, ifAbsent: ifAbsent)
    }
    // Some servers answer so for an object that is there, asked for or not; of one that is not, it is no answer.
    if status == 412 {
      if ifAbsent { return false }
      if try await presence(of: path) != .absent { return false }
    }
    guard (200..<300).contains(status) else { throw unfit("status \(status) for a PUT") }
    return true
  }

  private func putOnce(
    _ bytes: [UInt8], _ digest: Digest, _ path: ObjectPath, ifAbsent: Bool
  ) async throws(RemoteFailure) -> Int {
    var headers: HTTPHeaders = ["Content-Type": "application/octet-stream"]
    if ifAbsent { headers.add("If-None-Match", "*") }
    let request = HTTPRequest(.put, url(path), headers: headers, body: bytes)
    return try await exchange.send(request, payload: digest).status
  }

  func honoursConditions() async throws(RemoteFailure) -> Bool {
    // Many publish at once, and some servers refuse two that store the same thing at one time.
    let finding = honours.withLock { known in
      let finding =
        known
        ?? Task {
          do throws(RemoteFailure) { return .success(try await findConditions()) } catch { return .failure(error) }
        }
      known = finding
      return finding
    }
    let result = await finding.value
    // One failure is not everybody's.
    if case .failure = result { honours.withLock { $0 = $0 == finding ? nil : $0 } }
    return try result.get()
  }

  /// Found out by storing the same bytes twice under their name, which is no harm to anyone.
  private func findConditions() async throws(RemoteFailure) -> Bool {
    let bytes = Array("distillbuild\n".utf8)
    let digest = Digest(of: bytes)
    let path = ObjectPath(kind: .blob, digest: digest)
    _ = try await put(bytes, digest: digest, at: path, ifAbsent: false)
    return try await !put(bytes, digest: digest, at: path, ifAbsent: true)
  }

  /// Where folders have to be made before anything lies in them (WebDAV). A server that has them, or does not let them be
  /// made, says so in its own way; what counts is what it says to the next request.
  private func makeFolders() async {
    for folder in [base] + ObjectPath.Kind.allCases.map({ "\(base)/\($0.rawValue)" }) {
      _ = try? await exchange.send(HTTPRequest(.makeFolder, "\(folder)/"))
    }
  }

  private func url(_ path: ObjectPath) -> String { "\(base)/\(path)" }

  private func unfit(_ detail: String) -> RemoteFailure { RemoteFailure(.unfit, remote: name, detail) }
}
