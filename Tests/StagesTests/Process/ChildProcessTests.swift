#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Testing

@testable import Stages

@Suite("A child process gets three pipes, signals as any program expects them, and nothing else of ours")
struct ChildProcessTests {
  /// What a line of the shell writes, and how it ends.
  private func run(_ line: String) throws -> (output: String, ending: ChildProcess.Ending) {
    let child = try ChildProcess(["/bin/sh", "-c", line])
    child.input.close()
    let output = String(decoding: child.output.readAll(), as: UTF8.self)
    child.errors.close()
    return (output, child.wait())
  }

  @Test(arguments: [SIGPIPE, SIGTERM, SIGXCPU])
  func `a signal ends it, though we ignore broken pipes and the thread that starts it blocks all`(number: Int32) throws
  {
    var (blocked, before) = (sigset_t(), sigset_t())
    sigfillset(&blocked)
    pthread_sigmask(SIG_SETMASK, &blocked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    guard case .signal(number) = try run("kill -\(number) $$; echo still there").ending else {
      Issue.record("signal \(number) did not end it")
      return
    }
  }

  @Test func `a file of ours, though it bears no mark, stays with us`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let question = "import os; print(os.path.exists(\"/dev/fd/\(ends[0])\"), os.path.exists(\"/dev/fd/1\"))"
    #expect(try run("python3 -c '\(question)'").output == "False True\n")
  }

  @Test func `one that starts hears its input's end, however many others are started`() throws {
    let first = try ChildProcess(["/bin/cat"])
    let second = try ChildProcess(["/bin/cat"])
    first.input.writeAll(Array("one".utf8))
    // If the second held the first one's input open, this would wait for ever.
    #expect(first.output.readAll() == Array("one".utf8))
    second.input.writeAll(Array("two".utf8))
    #expect(second.output.readAll() == Array("two".utf8))
    for child in [first, second] {
      child.errors.close()
      guard case .status(0) = child.wait() else {
        Issue.record("it ended badly")
        return
      }
    }
  }

  @Test func `it knows of its surroundings what it is told`() throws {
    let child = try ChildProcess(["env"], environment: ["PATH=/nowhere", "WORD=two words"])
    child.input.close()
    child.errors.close()
    #expect(String(decoding: child.output.readAll(), as: UTF8.self) == "PATH=/nowhere\nWORD=two words\n")
    _ = child.wait()
  }

  @Test func `what cannot be started is an error in the system's words, and leaves no pipe open`() async {
    // In a process of its own, where no other test opens pipes; the system's libraries may open other files at any moment.
    await #expect(processExitsWith: .success) {
      func openPipes() -> Int {
        (0..<Int32(1024)).count { file in
          var status = stat()
          return fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
        }
      }
      let before = openPipes()
      for _ in 0..<100 {
        do throws(ChildProcess.StartFailure) {
          _ = try ChildProcess(["/no/such/program"])
          Issue.record("it started")
        } catch {
          #expect(error.message == "No such file or directory")
        }
      }
      #expect(openPipes() == before)
    }
  }

  @Test func `ended, it takes along what it has started`() throws {
    let child = try ChildProcess(["/bin/sh", "-c", "sleep 600 & echo started; wait"])
    child.input.close()
    var letter: UInt8 = 0
    #expect(read(child.output.file, &letter, 1) == 1)
    child.kill()
    // The pipe's other end is held by both: it ends when both have.
    _ = child.output.readAll()
    _ = child.errors.readAll()
    guard case .signal(SIGKILL) = child.wait() else {
      Issue.record("it ended by itself")
      return
    }
  }
}
