import Foundation
import TestSupport
import Testing

@Suite("A bad line to a shared cache costs a warning, never the build", .timeLimit(.minutes(5)))
struct BadRemoteLineTests {
  /// A cache that a proxy can stand before.
  struct Place: Sendable, CustomTestStringConvertible {
    let name: String
    /// Of the cache itself.
    let port: Int
    /// Kept as long as the server in it.
    var server: MemoryCacheServer?

    var testDescription: String { name }

    /// Its address by way of a port, with a folder of a test's own.
    func address(port: Int, folder: String) -> String {
      let text = CacheServers.addresses[name] ?? "http://127.0.0.1:\(self.port)"
      return "\(text.replacing(":\(self.port)", with: ":\(port)"))/\(folder)"
    }

    /// A server that stores what is put whole or not at all, and two that show what has come of it.
    static let all: [Place] = {
      let memory = CacheServers.addresses["http"] == nil ? try? MemoryCacheServer() : nil
      return (memory.map { [Place(name: "memory", port: $0.port, server: $0)] } ?? [])
        + ["http", "rclone-dav", "wsgidav"].compactMap { name in
          CacheServers.addresses[name].flatMap { CacheServers.port(in: $0) }.map { Place(name: name, port: $0) }
        }
    }()
  }

  /// A fault before a place.
  struct Case: Sendable, CustomTestStringConvertible {
    let place: Place
    let fault: HostileProxy.Fault

    var testDescription: String { "\(fault) before \(place.name)" }

    static let all: [Case] = Place.all.flatMap { place in
      // What differs from one server to another is what a broken upload leaves.
      (place.name.hasSuffix("dav") ? uploads : uploads + others).map { Case(place: place, fault: $0) }
    }

    private static let uploads: [HostileProxy.Fault] = [
      .none, .cutRequest(after: 100), .cutRequest(after: 700), .cutRequest(after: 2500),
    ]
    private static let others: [HostileProxy.Fault] = [
      .refuse, .cutReply(after: 0), .cutReply(after: 200), .cutReply(after: 3000), .stall(after: 0), .stall(after: 300),
      .delay(milliseconds: 20), .flip(at: 10), .flip(at: 150), .flip(at: 500), .flip(at: 3000),
    ]
  }

  @Test("the files are right, and a good day repairs what is left", arguments: Case.all)
  func fault(_ some: Case) async throws {
    let (place, fault) = (some.place, some.fault)
    let folder = UUID().uuidString
    let proxy = try HostileProxy(before: place.port) { _ in fault }
    let (bad, good) = (
      place.address(port: proxy.port, folder: folder), place.address(port: place.port, folder: folder)
    )
    // What never comes is not worth a long wait; what does come shall not be missed because the machine is busy.
    let patience = if case .stall = fault { 1 } else { 20 }
    // One who writes over the bad line, and one who reads over it what lies there now.
    for _ in 1...2 {
      let build = try await BadRemoteMember().build(sharing: bad, patience: patience)
      #expect(Set(build.complaints).count == build.warnings.count, "\(build.warnings)")
      if [.none, .delay(milliseconds: 20)].contains(fault) { #expect(build.warnings == []) }
    }
    let (second, third) = try await BadRemoteMember.expectRepair(at: good)
    #expect(Set(second.complaints).isSubset(of: [.damaged]) && second.warnings.count < 2, "\(second.warnings)")
    #expect(third.executed == 0 && third.warnings == [], "\(third.report.executed), \(third.warnings)")
    if fault == .none { #expect(second.executed == 0) }
  }
}
