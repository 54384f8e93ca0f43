import ArgumentParser
import Foundation
import Graph
import Remotes

extension Workspace {
  /// The variable that names the shared caches instead of the pipeline: addresses with spaces between, or nothing for none.
  static let remoteVariable = "DISTILLBUILD_REMOTE"

  /// The caches that are shared with others; nil if there are none.
  /// - Parameter warn: is told of trouble with them, once for each kind.
  /// - Throws: `UserMistake` or `PipelineProblems` for an address that is none.
  func sharedCache(warn: @escaping @Sendable (String) -> Void) throws -> SharedCache? {
    let remotes = try remotes()
    guard !remotes.isEmpty else { return nil }
    return SharedCache(
      remotes, index: index, store: store, author: Workspace.author,
      program: "distillbuild \(DistillBuild.configuration.version)", warn: warn,
      now: { Workspace.now() / 1_000_000_000 })
  }

  /// The caches that a command cannot do without.
  func demandedCache() throws -> SharedCache {
    guard let shared = try sharedCache(warn: { Terminal.note("warning: \($0)") }) else {
      throw UserMistake(
        "there is no shared cache; name one in \(pipeline.document.file), as \"remote\": [{ \"url\": \"…\" }], or in \(Workspace.remoteVariable)"
      )
    }
    return shared
  }

  /// Does something between the cache and the shared ones, telling how far it is. Where a piece that lies here turns out to be
  /// damaged, it is forgotten and the whole done again.
  func sharing<Value>(
    _ shared: SharedCache, quietly: Bool, _ body: (SharedPipeline) async throws -> Value
  ) async throws -> Value {
    let progress = Progress(style: quietly ? .silent : Terminal.isErrorTerminal ? .terminal : .plain)
    defer { progress.end() }
    var options = BuildOptions(now: Workspace.now)
    options.report = { progress.report($0) }
    options.isInterrupted = { Interrupt.isAsked }
    while true {
      do {
        return try await body(SharedPipeline(pipeline, shared: shared, options: options))
      } catch let error as DamagedBlob {
        Terminal.note(
          "warning: the cache's blob \(error.digest.hex.prefix(12))… is damaged or missing; what it held is forgotten")
        try index.forget(error, in: store)
      }
    }
  }

  private func remotes() throws -> [SharedRemote] {
    let environment = ProcessInfo.processInfo.environment
    if let text = environment[Workspace.remoteVariable] {
      return try text.split(separator: " ").map { word in
        do {
          let address = try RemoteAddress(String(word), relativeTo: Disk.currentFolder)
          return SharedRemote(try address.open(environment: environment), mayWrite: true)
        } catch let error as RemoteAddressError {
          // A password with a blank in it would be shown by half.
          let isWhole = word.contains("@") || !text.contains("@")
          let problem = isWhole ? error.description : "a word of it is no address; a blank in a password is written %20"
          throw UserMistake("\(Workspace.remoteVariable): \(problem)")
        }
      }
    }
    let folder = String(pipeline.path.prefix(upTo: pipeline.path.lastIndex(of: "/") ?? pipeline.path.startIndex))
    return try (pipeline.document.values["remote"]?.list ?? []).compactMap { item in
      guard let parts = item.object, let url = parts["url"], let text = url.string else { return nil }
      do {
        let address = try RemoteAddress(text, relativeTo: folder)
        if address.hasCredentials {
          throw Problem(
            file: pipeline.document.file, position: url.position,
            message:
              "the address of a cache holds no credentials here; leave them to the environment (README, \"Sharing\")"
          )
        }
        return SharedRemote(
          try address.open(environment: environment), mayWrite: parts["mode"]?.string == "read-write")
      } catch let error as RemoteAddressError {
        throw Problem(file: pipeline.document.file, position: url.position, message: error.description)
      }
    }
  }

  /// Who makes results here. Looked up once and late, since it means reading the list of users.
  static let author: String = {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "\(NSUserName())@\(name)"
  }()
}
