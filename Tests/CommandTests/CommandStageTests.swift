import Foundation
import Testing
import TestSupport

@Suite("A 'command' stage runs any program over the records, and believes it only as far as it answers properly")
struct CommandStageTests {
  /// The shipped shape with a program in place of the filter, whose answers go to the training files.
  private func project(
    _ program: String, reads: String = #"["problem"]"#, more: String = "", problems: [CommandProblem] = Built.few
  ) throws -> CommandProject {
    let project = try CommandProject(problems: problems)
    try project.write(program, to: "tools/program.py")
    try project.editPipeline(
      #""filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] }"#,
      #""filter":    { "kind": "command", "input": "rephrase", "run": ["python3", "tools/program.py"], "reads": \#(reads), "adds": ["shout"]\#(more) }"#
    )
    try project.editPipeline(#""kind": "split","#, #""kind": "split", "assistant": "shout","#)
    return project
  }

  private static let shouting = """
    import json, sys
    for line in sys.stdin:
        record = json.loads(line)
        print(json.dumps({"ticket": record["ticket"], "shout": record["problem"].upper()}))

    """

  /// What the program answers in `shouting`, as the training file says it.
  private func expectShouting(_ project: CommandProject, without dropped: Set<String> = []) throws {
    let rows = try project.outputs().values.flatMap { $0.split(separator: UInt8(ascii: "\n")) }
    #expect(rows.count == Built.few.count { $0.isRight && !dropped.contains($0.id) })
    for row in rows {
      let text = String(decoding: row, as: UTF8.self)
      let problem = try #require(Built.few.first { text.hasPrefix("{\"id\":\"\($0.id)#1\"") })
      #expect(text.contains("\"content\":\"\(problem.question.uppercased())\"}]}"))
    }
  }

  @Test func `a field that it adds is a field like any other`() async throws {
    let project = try project(CommandStageTests.shouting)
    let report = try await project.build()
    #expect(report.status == "complete")
    #expect(report["filter"]?.executed == 23)
    try expectShouting(project)
    #expect(try await project.build().executed.values.allSatisfy { $0 == 0 })
    #expect(try await project.show("problem-3").stages.count == 7)
  }

  @Test func `answers may come in any order, with blank lines between`() async throws {
    let project = try project(
      """
      import json, sys
      records = [json.loads(line) for line in sys.stdin]
      for record in reversed(records):
          print(json.dumps({"shout": record["problem"].upper(), "ticket": record["ticket"]}), end="\\r\\n\\n")

      """)
    #expect(try await project.build().status == "complete")
    try expectShouting(project)
  }

  @Test func `it is given a ticket and the fields that it asked for, and nothing else`() async throws {
    let program = """
      import json, sys
      for line in sys.stdin:
          record = json.loads(line)
          print(json.dumps({"ticket": record["ticket"], "shout": " ".join(sorted(record))}))

      """
    let plain = try project(program)
    #expect(try await plain.build().status == "complete")
    #expect(try plain.read("dist/sft/train.jsonl").contains("\"content\":\"problem ticket\"}]}"))
    let wide = try project(program, reads: #"["id", "group", "meta.topic", "trace.answer", "trace.calls"]"#)
    #expect(try await wide.build().status == "complete")
    #expect(
      try wide.read("dist/sft/train.jsonl").contains(
        "\"content\":\"group id meta.topic ticket trace.answer trace.calls\"}]}"))
  }

  @Test func `what it rejects is counted by its reason, and the story tells`() async throws {
    let project = try project(
      """
      import json, sys
      for line in sys.stdin:
          record = json.loads(line)
          if "Order 3." in record["problem"] or "Order 5." in record["problem"]:
              print(json.dumps({"ticket": record["ticket"], "reject": "too-dull"}))
          else:
              print(json.dumps({"ticket": record["ticket"], "shout": record["problem"].upper()}))

      """)
    let report = try await project.build()
    #expect(report.status == "complete")
    #expect(report["filter"]?.rejects == ["too-dull": 2])
    try expectShouting(project, without: ["problem-3", "problem-5"])
    #expect(try await project.show("problem-3").stages.last?.reason == "too-dull")
  }

  @Test
  func `what it cannot do makes the build incomplete, leaves the finished files, and is all that the next build does`()
    async throws
  {
    let project = try project(CommandStageTests.shouting + "# The first.\n")
    _ = try await project.build()
    let finished = try project.files("dist")
    // Another program: it answers all but two until a file appears that is in no key.
    try project.write(
      """
      import json, os, sys
      for line in sys.stdin:
          record = json.loads(line)
          if not os.path.exists("ready") and ("Order 3." in record["problem"] or "Order 5." in record["problem"]):
              continue
          print(json.dumps({"ticket": record["ticket"], "shout": record["problem"].upper()}))
      if not os.path.exists("ready"):
          print("not ready", file=sys.stderr)
          sys.exit(7)

      """, to: "tools/program.py")
    let run = try await project.run("build", "--json")
    #expect(run.status == 1)
    let report = try run.built()
    #expect(report.status == "incomplete")
    #expect(report["filter"]?.executed == 21)
    #expect(report["filter"]?.failed == 2)
    #expect(report["filter"]?.reused == 0)
    let failures = try run.lines().filter { $0.event == "failed" }
    #expect(failures.map(\.id) == ["problem-3#1", "problem-5#1"])
    #expect(failures.allSatisfy { $0.message == "'python3' ended with status 7: not ready" })
    #expect(try project.files("dist") == finished)

    // Nothing is different, so the same two fail again and no other is tried.
    let again = try await project.run("build")
    #expect(again.status == 1)
    #expect(again.errors.contains("failed: filter problem-3#1: 'python3' ended with status 7: not ready\n"))
    #expect(again.output.contains("incomplete; build again to do what failed"))

    try project.write("", to: "ready")
    let rest = try await project.build()
    #expect(rest.status == "complete")
    #expect(rest["filter"]?.executed == 2)
    try expectShouting(project)
  }

  @Test func `--partial writes what there is, and the build is still incomplete`() async throws {
    let project = try project(
      """
      import json, sys
      for line in sys.stdin:
          record = json.loads(line)
          if "Order 3." not in record["problem"]:
              print(json.dumps({"ticket": record["ticket"], "shout": record["problem"].upper()}))

      """)
    let run = try await project.run("build", "--partial")
    #expect(run.status == 1)
    #expect(run.errors.contains("failed: filter problem-3#1: 'python3' gave no answer to this record\n"))
    try expectShouting(project, without: ["problem-3"])
  }

  @Test func `maxFailures ends a hopeless build`() async throws {
    let project = try project("import sys\nsys.exit(3)\n", more: #", "maxFailures": 5"#)
    let run = try await project.run("build")
    #expect(run.status == 1)
    #expect(
      run.errors.contains("warning: more than 5 inputs of 'filter' failed, so the build ends here ('maxFailures')\n"))
    #expect(run.output.contains("\nstopped; what was done is kept, "))
    #expect(!project.exists("dist"))
  }

  @Test func `a program that takes too long is ended`() async throws {
    let project = try project("import time\ntime.sleep(600)\n", more: #", "timeoutSeconds": 1"#)
    let run = try await project.run("build")
    #expect(run.status == 1)
    #expect(run.errors.contains("failed: filter problem-0#1: 'python3' was ended after 1 seconds ('timeoutSeconds')\n"))
  }

  @Test func `a program that cannot be started is a failure with its name`() async throws {
    let project = try project("")
    try project.editPipeline("\"python3\", \"tools/program.py\"", "\"no-such-program\"")
    let run = try await project.run("build")
    #expect(run.status == 1)
    #expect(run.errors.contains("failed: filter problem-0#1: "))
    #expect(run.errors.contains("no-such-program"))
    #expect(!project.exists("dist"))
  }

  @Test(
    "an answer that is none is a failure, never a result",
    arguments: [
      (#"{"ticket": 99999, "shout": "x"}"#, "an answer bears the unknown ticket 99999"),
      (#"{"ticket": -1, "shout": "x"}"#, "an answer bears the unknown ticket -1"),
      (#"{"shout": "x"}"#, "an answer bears no ticket; hand the member 'ticket' back as it came"),
      (#"{"ticket": "first", "shout": "x"}"#, "an answer bears no ticket; hand the member 'ticket' back as it came"),
      (#"{"ticket": 0, "shuot": "x"}"#, "an answer has the member 'shuot', which 'adds' does not name"),
      (#"["ticket", 0]"#, "an answer is not a JSON object: expected an object, found '[' at byte 0"),
      ("hello", "an answer is not a JSON object: expected an object, found 'h' at byte 0"),
      ("", "'python3' gave no answer to this record"),
    ])
  func badAnswer(_ answer: String, _ words: String) async throws {
    let project = try project("import sys\nsys.stdin.read()\nprint('''\(answer)''')\n")
    let run = try await project.run("build")
    #expect(run.status == 1)
    #expect(run.errors.contains("failed: filter problem-0#1: \(words)\n"), "\(run.errors.prefix(400))")
    #expect(!project.exists("dist"))
  }

  @Test func `two answers to one ticket are a failure of that record`() async throws {
    let project = try project(
      """
      import json, sys
      for line in sys.stdin:
          record = json.loads(line)
          print(json.dumps({"ticket": record["ticket"], "shout": "a"}))
          if record["ticket"] == 0: print(json.dumps({"ticket": 0, "shout": "b"}))

      """)
    let run = try await project.run("build")
    #expect(run.status == 1, "one of two answers was taken for the right one")
    #expect(run.errors.contains("failed: filter problem-0#1: two answers bear the ticket 0\n"), "\(run.errors)")
  }

  @Test func `the content of the program and of its files is part of the key, their names are not`() async throws {
    let project = try project(CommandStageTests.shouting, more: #", "files": ["words.txt"]"#)
    try project.write("one", to: "words.txt")
    _ = try await project.build()

    try project.write(CommandStageTests.shouting, to: "tools/program.py")
    #expect(try await project.build()["filter"]?.executed == 0)

    try project.write(CommandStageTests.shouting + "# Better.\n", to: "tools/program.py")
    let plan = try await project.plan()
    #expect(plan["filter"]?.reasons.map(\.part) == ["content of tools/program.py"])
    #expect(try await project.build()["filter"]?.executed == 23)

    try project.write("two", to: "words.txt")
    #expect(try await project.plan()["filter"]?.reasons.map(\.part) == ["content of files"])
    #expect(try await project.build()["filter"]?.executed == 23)

    try project.write("one", to: "words.txt")
    try project.write(CommandStageTests.shouting, to: "tools/program.py")
    #expect(try await project.build().executed.values.allSatisfy { $0 == 0 })
    #expect(try await project.build("--set", "filter.timeoutSeconds=9").executed.values.allSatisfy { $0 == 0 })
  }

  @Test func `it starts with no signal blocked, and with no file that we or whoever started us had open`() async throws
  {
    // Not in Python: a launcher that stands before it may be a shell that unblocks signals itself.
    let project = try project(
      """
      said=$(sh -c 'kill -TERM $$; echo still there')
      for file in 3 4 5 6 7 8 9; do
        if [ -e /dev/fd/$file ]; then opened="$opened $file"; fi
      done
      while read -r line; do echo "{\\"ticket\\": 0, \\"shout\\": \\"said [$said], open [$opened]\\"}"; done

      """, problems: [CommandProblem(1)])
    try project.editPipeline("\"python3\", \"tools/program.py\"", "\"sh\", \"tools/program.py\"")
    let run = try await project.shell("exec \"$DISTILLBUILD\" build 9<pipeline.json")
    #expect(run.status == 0, "\(run.errors)")
    let rows = try project.outputs().values.map { String(decoding: $0, as: UTF8.self) }.joined()
    #expect(rows.contains("\"content\":\"said [], open []\"}]}"), "\(rows)")
  }

  @Test func `much data both ways does not clog its pipes`() async throws {
    let project = try project(
      """
      import json, sys
      sys.stderr.write("x" * 1000000)
      for line in sys.stdin:
          record = json.loads(line)
          print(json.dumps({"ticket": record["ticket"], "shout": "y" * 100000}), flush=True)

      """)
    let report = try await project.build()
    #expect(report.status == "complete")
    #expect(report["filter"]?.executed == 23)
  }
}
