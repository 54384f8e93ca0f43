import Foundation
import Testing
import TestSupport

@Suite("What people see when they try the shipped project")
struct ShippedProjectTests {
  private func shipped() throws -> CommandProject {
    let project = try CommandProject()
    for name in ["pipeline.json", "data/problems.jsonl"] {
      try project.write(try String(contentsOfFile: "\(CommandBinary.repository)/\(name)", encoding: .utf8), to: name)
    }
    return project
  }

  /// A text with its times taken out.
  private func timeless(_ text: String) -> String {
    text.replacing(#/, \d+(\.\d)? (ms|s)\n/#, with: ", TIME\n")
      .replacing(#/[\d.]+ [kM]?(B|bytes)\n/#, with: "SIZE\n")
  }

  /// A story without the sentences that the offline provider chooses: its own tests hold those.
  private func wordless(_ text: String) -> String {
    text.replacing(#/(?m)^(trace\.plan|explanations|reasoning|output\.line):\n    .*$/#) { "\($0.1):\n    …" }
  }

  @Test func `the first build, and one with nothing to do`() async throws {
    let project = try shipped()
    let first = try await project.run("build")
    #expect(
      timeless(first.output) == """
        stage       in  kept  rejected  failed  executed  reused
        problems   260   260         0       0       260       0
        solve      260   260         0       0       260       0
        verify     260   255         5       0       260       0
        translate  255   255         0       0       255       0
        rephrase   255   255         0       0       255       0
        filter     255   255         0       0       255       0
        sft        255   255         0       0       255       0
        rejected by verify: 5 wrong
        dist/sft/train.jsonl: 240 rows
        dist/sft/validation.jsonl: 15 rows
        complete, TIME

        """)
    #expect(
      first.errors.split(separator: "\n").sorted() == [
        "filter: 255 in, 255 kept, 255 executed", "problems: 260 in, 260 kept, 260 executed",
        "rephrase: 255 in, 255 kept, 255 executed", "sft: 255 in, 255 kept, 255 executed",
        "solve: 260 in, 260 kept, 260 executed", "translate: 255 in, 255 kept, 255 executed",
        "verify: 260 in, 255 kept, 260 executed",
      ])
    #expect(first.status == 0)
    #expect(
      try project.read("pipeline.lock.json")
        == String(contentsOfFile: "\(CommandBinary.repository)/pipeline.lock.json", encoding: .utf8),
      "the lock that ships is that of the pipeline that ships")

    let second = try await project.run()
    #expect(
      timeless(second.output) == """
        stage       in  kept  rejected  failed  executed  reused
        problems   260   260         0       0         0     260
        solve      260   260         0       0         0     260
        verify     260   255         5       0         0     260
        translate  255   255         0       0         0     255
        rephrase   255   255         0       0         0     255
        filter     255   255         0       0         0     255
        sft        255   255         0       0         0     255
        rejected by verify: 5 wrong
        dist/sft/train.jsonl: 240 rows
        dist/sft/validation.jsonl: 15 rows
        complete; everything was fresh, TIME

        """)
    #expect(second.errors == "")
    #expect(second.status == 0)
  }

  @Test func `plan and why, after one prompt-like change`() async throws {
    let project = try shipped()
    _ = try await project.build()
    let fresh = try await project.run("why", "translate")
    #expect(
      fresh.output == """
        translate: fresh
        the last run that made something here (number 1) executed 255:
          stage: never built

        """)

    try project.editPipeline(#""maxCharacters": 8000"#, #""maxCharacters": 7000"#)
    let plan = try await project.run("plan")
    #expect(
      plan.output == """
        stage      state   to execute
        problems   fresh
        solve      fresh
        verify     fresh
        translate  fresh
        rephrase   fresh
        filter     stale          255
        sft        stale  at most 255
        filter: rules: was [{"field":"reasoning","maxCharacters":8000}], is now [{"field":"reasoning","maxCharacters":7000}]
        sft: input filter: was fresh, is now 255 records to be made again

        """)
    #expect(plan.errors == "")
    #expect(plan.status == 0)
    for arguments in [["why", "filter"], ["why", "filter", "bakery-trays"]] {
      let why = try await project.run(arguments)
      let opening = """
        \(arguments.dropFirst().joined(separator: " ")): stale
          rules: was [{"field":"reasoning","maxCharacters":8000}], is now [{"field":"reasoning","maxCharacters":7000}]

        """
      #expect(why.output.hasPrefix(opening), "\(why.output)")
    }
  }

  @Test func `the story of a record that was kept`() async throws {
    let project = try shipped()
    _ = try await project.build()
    let run = try await project.run("show", "bakery-trays")
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(
      wordless(run.output) == """
        ── problems · bakery-trays
        answer: 57
        meta.topic: cooking
        problem:
            Amara's bakery bakes rolls on trays that hold 24 rolls each. On Saturday she bakes 15 full trays, but 18 of the rolls burn and are thrown away. She packs the good rolls in bags of 6. How many bags does she fill?
        reference:
            The 15 trays hold 24*15 = <<24*15=360>>360 rolls.
            After the burnt ones are thrown away, 360-18 = <<360-18=342>>342 rolls are left.
            They fill 342/6 = <<342/6=57>>57 bags.
        ── solve · bakery-trays#1
        trace.answer: 57
        trace.calls:
            [{"tool":"calculator","arguments":{"expression":"24*15"},"status":"success","result":"360"},{"tool":"calculator","arguments":{"expression":"360-18"},"status":"success","result":"342"},{"tool":"calculator","arguments":{"expression":"342/6"},"status":"success","result":"57"}]
        trace.plan:
            …
        trace.turns:
            [{"text":"The 15 trays hold 24*15 =","calls":[0]},{"text":"360 rolls.\\nAfter the burnt ones are thrown away, 360-18 =","calls":[1]},{"text":"342 rolls are left.\\nThey fill 342/6 =","calls":[2]},{"text":"57 bags."}]
        ── verify · bakery-trays#1
        verdict: correct
        ── translate · bakery-trays#1
        explanations:
            …
        ── rephrase · bakery-trays#1
        reasoning:
            …
        ── filter · bakery-trays#1
        ── sft · bakery-trays#1
        output.file: train
        output.line:
            …

        """)
  }

  @Test func `forget, clean and cache info`() async throws {
    let project = try shipped()
    _ = try await project.build()
    let info = try await project.run("cache", "info")
    #expect(info.status == 0)
    let lines = timeless(info.output).split(separator: "\n").map(String.init)
    #expect(lines.first == "cache: cache")
    #expect(lines.contains("runs of this pipeline: 1"))
    // How large files are is for the machine's libzstd to say.
    let table = lines.dropLast().suffix(8).map { line in
      let cells = line.split(separator: " ", omittingEmptySubsequences: true)
      return (cells.prefix(3) + cells.suffix(1)).joined(separator: " ")
    }
    #expect(
      table == [
        "stage artifacts chunks records", "problems 1 2 0", "solve 1 2 260", "verify 1 2 260", "translate 1 2 255",
        "rephrase 1 2 255", "filter 1 2 255", "sft 1 2 255",
      ])
    #expect(lines.last == "records found: 0 of 1,800 (0.0 %)")
    let forget = try await project.run("forget", "translate")
    #expect(
      forget.output
        == "forgot what translate made: 255 records in 2 chunks, 1 artifact\n")
    let one = try await project.run("forget", "solve", "bakery-trays")
    #expect(one.output == "forgot what solve made: 1 record in 1 chunk, 1 artifact\n")
    let clean = try await project.run("clean")
    #expect(clean.output == "removed 2 files from dist\n")
    let report = try await project.build()
    #expect(report["solve"]?.executed == 1)
    #expect(report["translate"]?.executed == 255)
    #expect(report["rephrase"]?.executed == 0)
  }
}
