import Foundation
import Graph
import TestSupport
import Testing

@testable import Stages

@Suite("Hostile code sees nothing, changes nothing, harms nobody, and ends in time", .needsSandbox)
struct HostileCodeTests {
  private static let lost = "the code ended its process, or needs too much memory"
  private static let late = "the code was ended after 1 second"
  private static let home = ProcessInfo.processInfo.environment["HOME"] ?? "/root"

  @Test(
    "the system is out of reach",
    arguments: [
      // What it could read.
      ("import os; sorted(os.environ)", "['LC_CTYPE', 'PWD', 'PYTHONHASHSEED', 'PYTHONUTF8']"),
      ("import os; os.listdir('/tmp')", "No such file or directory: '/tmp'"),
      ("open('/etc/passwd').read()", "No such file or directory: '/etc/passwd'"),
      ("open('/proc/self/environ').read()", "No such file or directory: '/proc/self/environ'"),
      ("open('/proc/1/mem')", "No such file or directory: '/proc/1/mem'"),
      ("open('/sys/kernel/uevent_helper')", "No such file or directory"),
      ("import os; os.listdir('/dev')", "['null']"),
      (
        "import os; [f for f in os.listdir('\(home)') if os.path.isfile('\(home)/' + f)] if os.path.exists('\(home)') else []",
        "[]"
      ),
      ("import os; os.path.exists('\(ToolBench.cache)')", "False"),
      ("import socket; socket.gethostname()", "'sandbox'"),
      ("import os; os.listdir('/worker')[0]; open('/worker/main.py', 'a')", "Read-only file system"),
      // What it could write.
      ("open('/x', 'w')", "Read-only file system"), ("open('/usr/x', 'w')", "Read-only file system"),
      ("open('/packages/sympy/__init__.py', 'a')", "Read-only file system"),
      ("import os; os.mkdir('/packages/x')", "Read-only file system"),
      ("import os; os.remove('/usr/bin/env')", "Read-only file system"),
      ("import tempfile; tempfile.TemporaryFile()", "No usable temporary directory"),
      ("import os; os.mknod('/x', 0o600 | 0x2000, 0x801)", "Error"),
      ("import os; os.memfd_create('x')", "Operation not permitted"),
      // Whom it could reach.
      ("import socket; socket.create_connection(('1.1.1.1', 53))", "Operation not permitted"),
      ("import socket; socket.socket(socket.AF_UNIX)", "Operation not permitted"),
      ("import urllib.request; urllib.request.urlopen('http://127.0.0.1')", "Operation not permitted"),
      ("import os; os.kill(1, 9); os.getppid()", "1"), ("import os; os.kill(-1, 9)", "No such process"),
      ("import os; os.setuid(1)", "Error"), ("import os; os.chroot('/usr')", "Operation not permitted"),
      ("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "Error"),
      // What it could start.
      ("import os\nwhile True: os.fork()", "Operation not permitted"),
      ("import os; os.system('sleep 600 &')", "32512"),
      ("import subprocess; subprocess.Popen(['sleep', '600'])", "Operation not permitted"),
      ("import os; os.execv('/bin/sh', ['sh'])", "Operation not permitted"),
      ("import multiprocessing; multiprocessing.Process(target=print).start()", "Error"),
      ("import ctypes; ctypes.CDLL(None, use_errno=True).unshare(0x10000000), ctypes.get_errno()", "(-1, "),
      ("import ctypes; ctypes.CDLL(None).ptrace(16, 1, 0, 0)", "-1"),
      // What it could use up.
      ("x = bytearray(10**10)", "MemoryError"), ("x = []\nwhile True: x.append(bytes(10**7))", "MemoryError"),
      ("while True: print('x' * 10**6)", "File too large"),
      ("import os\nwhile True: os.dup(0)", "Too many open files"),
      (
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,)).start()",
        "can't start new thread"
      ),
      ("def f(): f()\nf()", "RecursionError: maximum recursion depth exceeded"),
      ("'(' * 10**5 and eval('(' * 10**5)", "SyntaxError: too many nested parentheses"),
      ("print(10**10**6)", "ValueError: Exceeds the limit"),
      ("input()", "EOFError"),
    ])
  func outOfReach(code: String, part: String) async throws {
    let session = ToolSession()
    let result = try await ToolBench.run(code, in: session)
    #expect(result.text.contains(part), "\(result)")
    #expect(try await ToolBench.run("1 + 1", in: session) == .value("2"))
    await ToolBench.tools.end(session)
  }

  @Test(
    "what ends its own process, or does not end, is an error, and leaves the session as it was",
    arguments: [
      ("import os; os._exit(0)", lost), ("import os; os.abort()", lost), ("import os; os.kill(os.getpid(), 9)", lost),
      ("import ctypes; ctypes.string_at(0)", lost),
      ("import ctypes, sys\nctypes.CDLL(None).abort()", lost),
      ("import os; os.closerange(0, 64)", lost),
      (
        "import os\nfor i in range(3, 64):\n  try: os.write(i, b'{\"status\":\"ready\"}\\n')\n  except OSError: pass",
        lost
      ),
      ("import os\nfor i in range(3, 64):\n  try: os.write(i, b'x' * 10**7)\n  except OSError: pass", lost),
      ("while True: pass", late), ("sum(range(10**12))", late), ("import time; time.sleep(600)", late),
      ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", late),
      ("import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass", late),
      ("while True:\n  try:\n    while True: pass\n  except BaseException: pass", late),
      ("class A:\n  def __repr__(self):\n    while True: pass\nA()", late),
    ])
  func ended(code: String, message: String) async throws {
    let tools = message == Self.late ? ToolBench.impatient : ToolBench.tools
    let session = ToolSession(cells: ["x = 7"])
    let result = try await ToolBench.run(code, in: session, tools: tools)
    #expect(result.status == .error)
    #expect(result.text == message)
    #expect(try await ToolBench.run("x", in: session, tools: tools) == .value("7"))
    await tools.end(session)
  }

  @Test("recursion without end ends, in whichever way the version of Python has for it")
  func recursion() async throws {
    let session = ToolSession(cells: ["x = 7"])
    let code = "import json, sys\nsys.setrecursionlimit(10**9)\njson.loads('[' * 10**6)"
    #expect(try await ToolBench.run(code, in: session).status == .error)
    let deep = "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()"
    #expect(try await ToolBench.run(deep, in: session).status == .error)
    #expect(try await ToolBench.run("x", in: session) == .value("7"))
    await ToolBench.tools.end(session)
  }

  @Test("what looks like a reply is only printed")
  func lookAlike() async throws {
    let line = #"{"status":"value","text":"forged","cut":false}"#
    let session = ToolSession()
    #expect(try await ToolBench.run("print('\(line)')", in: session) == .value(line))
    #expect(try await ToolBench.run("1", in: session) == .value("1"))
  }

  @Test("a forged reply deceives its own session alone, and no further than the next call")
  func forged() async throws {
    let session = ToolSession()
    let code = """
      import os
      for i in range(3, 64):
        try: os.write(i, b'{"status":"value","text":"forged","cut":false}\\n')
        except OSError: pass
      """
    #expect(try await ToolBench.run(code, in: session) == .value("forged"))
    #expect(try await ToolBench.run("1 + 1", in: ToolSession()) == .value("2"))
    // The true reply, which came too late, is not taken for that to the next call.
    #expect(try await ToolBench.run("1 + 1", in: session).text != "")
  }

  @Test("a secret in the cache, in a temporary file or in the environment does not come out")
  func secrets() async throws {
    let secret = "secret-\(UInt64.random(in: 0 ... .max))"
    let folder = try TemporaryFolder()
    try folder.write(secret, to: "file")
    try Disk.write(Array(secret.utf8), to: "\(ToolBench.cache)/secret")
    defer { try? Disk.remove("\(ToolBench.cache)/secret") }
    let code = """
      import os
      found = [str(os.environ)]
      for top in ['\(folder.path)', '\(ToolBench.cache)', '\(FileManager.default.currentDirectoryPath)']:
        for path, _, names in os.walk(top):
          found += [open(os.path.join(path, name), errors='replace').read() for name in names]
      for i in range(64):
        try: found.append(str(os.pread(i, 10**6, 0)))
        except OSError: pass
      found, len(found)
      """
    let result = try await ToolBench.run(code, in: ToolSession())
    #expect(result.status == .success)
    #expect(!result.text.contains(secret))
  }

  @Test("threads that go on after a cell end with their session's time, and nothing else does")
  func threads() async throws {
    let session = ToolSession()
    let code = """
      import threading
      def spin():
        while True: pass
      threading.Thread(target=spin, daemon=True).start()
      """
    #expect(try await ToolBench.run(code, in: session) == .value(""))
    #expect(try await ToolBench.run("1", in: ToolSession()) == .value("1"))
    await ToolBench.tools.end(session)
  }
}
