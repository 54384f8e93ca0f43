internal import GRDB

extension Index {
  /// The bytes of the database that hold something.
  func liveBytes() throws -> Int {
    try read { database in
      func number(_ name: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
      return try (number("page_count") - number("freelist_count")) * number("page_size")
    }
  }

  /// Gives back the room of deleted rows where that is worth writing the whole database once more: where a quarter of it
  /// is free, or, if it is urgent, anything. What is not given back is used for new rows.
  ///
  /// Nobody else may have the index open.
  func compact(isUrgent: Bool) throws {
    let (live, size) = (try liveBytes(), try Disk.stat(path)?.size ?? 0)
    let free = size - live
    guard free > (isUrgent ? 0 : max(size / 4, 1 << 20)) else { return }
    do {
      // The copy that is made on the way is no matter for memory.
      var configuration = Configuration()
      configuration.busyMode = .timeout(60)
      let database = try DatabaseQueue(path: path, configuration: configuration)
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA temp_store = FILE; VACUUM") }
      try database.close()
      try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    } catch {
      throw Index.explain(error, path: path)
    }
  }
}
