#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension ChildProcess {
  /// Starts a program in a process group of its own, with some files at the places from 0 on and none besides.
  static func spawn(
    _ arguments: [String], environment: [String]?, files: [Int32]
  ) throws(StartFailure) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (place, file) in files.enumerated() { posix_spawn_file_actions_adddup2(&actions, file, Int32(place)) }
    var flags = Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    #if canImport(Darwin)
      flags |= Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
      closeAll(from: Int32(files.count), &actions)
    #endif
    posix_spawnattr_setpgroup(&attributes, 0)
    var signals = sigset_t()
    sigemptyset(&signals)
    // Tasks run on threads that block signals, which a child would inherit.
    posix_spawnattr_setsigmask(&attributes, &signals)
    // The one signal that we ignore; the program is to meet it as usual.
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, flags)

    var words = arguments.map { strdup($0) } + [nil]
    var variables = (environment ?? []).map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var pid: pid_t = 0
    let code =
      environment == nil
      ? posix_spawnp(&pid, arguments[0], &actions, &attributes, &words, environ)
      : posix_spawnp(&pid, arguments[0], &actions, &attributes, &words, &variables)
    guard code == 0 else { throw StartFailure(code: code) }
    return pid
  }

  #if !canImport(Darwin)
    /// Has a child close all files from a number on.
    ///
    /// The function is no part of POSIX, and so Swift does not see it: it has to be asked for by name. A C library too
    /// old for it (glibc before 2.34) leaves open what bears no mark against it, which our own pipes do.
    private static func closeAll(from file: Int32, _ actions: inout posix_spawn_file_actions_t) {
      typealias AddCloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
      guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
      _ = unsafeBitCast(symbol, to: AddCloseFrom.self)(&actions, file)
    }
  #endif
}
