import Testing

@testable import Stages

@Suite("A worker that fails is replaced, and whoever asks always gets an answer in time")
struct WorkerTests {
  private static let ready = #"echo '{"status":"ready","names":["a"]}'; "#

  /// A worker made of a shell script.
  private func worker(_ script: String) -> Worker {
    Worker(Launch(arguments: ["/bin/sh", "-c", script], environment: ["PATH=/usr/bin:/bin"]))
  }

  private func ask(_ script: String) async throws(ToolTrouble) -> WorkerReply {
    try await worker(script).ask(Array("question\n".utf8), after: nil, wallSeconds: -1)
  }

  @Test("a reply is read")
  func reply() async throws {
    let script = Self.ready + #"while read line; do echo '{"status":"value","text":"yes","cut":false}'; done"#
    let worker = worker(script)
    for _ in 0..<3 {
      let reply = try await worker.ask(Array("question\n".utf8), after: nil, wallSeconds: 10)
      #expect(reply == .value("yes", isCut: false))
    }
  }

  @Test(
    "a worker that breaks off, or answers nonsense, is asked twice and given up",
    arguments: [
      "read line; exit 3", "read line; echo nonsense", "read line; echo '{}'", "read line; kill -9 $$",
      "read line; head -c 5000000 /dev/zero | tr '\\0' x; cat", "exec 0<&- 1>&-; sleep 60",
      #"read line; echo '{"status":"value","text":1,"cut":false}'"#, "echo unasked; sleep 60",
      #"read line; printf '\377\377\n'"#,
    ])
  func lost(script: String) async throws {
    #expect(try await worker(Self.ready + script).ask(Array("q\n".utf8), after: nil, wallSeconds: 20) == .lost)
  }

  @Test("a worker that was lost for no fault of the request is asked again")
  func retried() async throws {
    let worker = worker(Self.ready + #"read a; echo '{"status":"value","text":"1","cut":false}'; exit"#)
    for _ in 0..<3 {
      #expect(try await worker.ask(Array("q\n".utf8), after: nil, wallSeconds: 10) == .value("1", isCut: false))
    }
  }

  @Test("a worker that never answers is given up when its time is over, with all that it started")
  func late() async throws {
    #expect(try await ask(Self.ready + "sleep 600 & read line; sleep 600") == .late)
    #expect(try await ask(Self.ready + "kill -STOP $$") == .late)
  }

  @Test("a worker that uses up its processor time is late, also when a shell stands between")
  func outOfTime() async throws {
    #expect(try await worker(Self.ready + "read a; kill -24 $$").ask([10], after: nil, wallSeconds: 10) == .late)
    #expect(try await worker(Self.ready + "read a; exit 152").ask([10], after: nil, wallSeconds: 10) == .late)
  }

  @Test("a worker that does not start tells its last words")
  func noStart() async throws {
    await #expect(throws: ToolTrouble("a Python worker does not start: no module named sympy")) {
      try await worker("echo first >&2; echo no module named sympy >&2; exit 1").start()
    }
    await #expect(throws: ToolTrouble("cannot start '/no/such/program': No such file or directory")) {
      try await Worker(Launch(arguments: ["/no/such/program"], environment: [])).start()
    }
  }

  @Test("a request larger than any buffer reaches the worker")
  func largeRequest() async throws {
    let script =
      Self.ready + #"while read line; do echo "{\"status\":\"value\",\"text\":\"${#line}\",\"cut\":false}"; done"#
    let request = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20) + [10]
    #expect(try await worker(script).ask(request, after: nil, wallSeconds: 30) == .value("1048576", isCut: false))
  }

  @Test("a worker that is ahead of, or behind, a session's history is brought to it")
  func history() async throws {
    let script =
      Self.ready
      + #"n=0; while read line; do n=$((n+1)); echo "{\"status\":\"value\",\"text\":\"$n\",\"cut\":false}"; done"#
    let worker = worker(script)
    let request = Array("q\n".utf8)
    for count in [3, 0, 1, 1, 7] {
      let reply = try await worker.ask(request, after: Array(repeating: request, count: count), wallSeconds: 10)
      #expect(reply == .value("\(count + 1)", isCut: false))
    }
  }

  @Test("a result that nobody waits for any more ends its worker")
  func cancelled() async throws {
    let task = Task { try await worker(Self.ready + "sleep 600").ask([10], after: nil, wallSeconds: 600) }
    task.cancel()
    await #expect(throws: ToolTrouble("interrupted")) { try await task.value }
  }
}
