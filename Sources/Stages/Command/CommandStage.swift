internal import Graph

/// Hands records to a program as lines and takes its answers back, in any order.
///
/// The program is started once for the records of a chunk that are to be made: a plain filter that writes only when its
/// input ends works as well as one that answers line by line.
struct CommandStage: MapStage {
  let arguments: [String]
  let folder: String
  let reads: [String]
  let adds: [String]
  /// Seconds.
  let timeout: Int

  func run(_ units: [WorkUnit]) async throws -> [StageResult] {
    let input = units.indices.flatMap { line(for: units[$0], ticket: $0) }
    let program = Program(arguments: arguments, folder: folder)
    let output = await program.run(input: input, timeout: .seconds(timeout))
    var results: [StageResult?] = Array(repeating: nil, count: units.count)
    var complaint: String?
    for line in output.bytes.split(separator: UInt8(ascii: "\n")) where line.contains(where: { $0 > 0x20 }) {
      do throws(AnswerProblem) {
        let answer = try CommandAnswer(line, adds: adds)
        guard results.indices.contains(answer.ticket) else {
          throw AnswerProblem("an answer bears the unknown ticket \(answer.ticket)")
        }
        // Which of two is meant nobody can tell.
        let isSecond = results[answer.ticket] != nil
        results[answer.ticket] = StageResult(
          isSecond ? .failure("two answers bear the ticket \(answer.ticket)") : answer.outcome)
      } catch {
        complaint = complaint ?? error.message
      }
    }
    // A program that ends badly may have answered some records well: those are kept.
    let reason = output.problem ?? complaint ?? "'\(arguments[0])' gave no answer to this record"
    return results.map { $0 ?? StageResult(.failure(reason)) }
  }

  private func line(for unit: WorkUnit, ticket: Int) -> [UInt8] {
    var out = Array("{\"ticket\":".utf8)
    JSONText.appendInteger(ticket, to: &out)
    for (place, name) in reads.enumerated() {
      guard let text = unit.record[place].jsonText else { continue }
      out.append(UInt8(ascii: ","))
      JSONText.appendString(name, to: &out)
      out.append(UInt8(ascii: ":"))
      out.append(contentsOf: text)
    }
    out.append(contentsOf: "}\n".utf8)
    return out
  }
}

/// A line of a program's that is no proper answer.
struct AnswerProblem: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

/// One line of a program's answer.
struct CommandAnswer {
  let ticket: Int
  let outcome: Outcome

  init(_ line: ArraySlice<UInt8>, adds: [String]) throws(AnswerProblem) {
    var ticket: Int?
    var reject: String?
    var isRejectWrong = false
    var values: [String: FieldValue] = [:]
    do throws(JSONError) {
      try line.withUnsafeBufferPointer { buffer throws(JSONError) in
        var scanner = JSONScanner(buffer)
        var key: [UInt8] = []
        try scanner.beginObject()
        while try scanner.nextKey(into: &key) {
          let name = String(decoding: key, as: UTF8.self)
          var bytes: [UInt8] = []
          let isString = try scanner.peek() == .string
          if isString { try scanner.string(into: &bytes) } else { try scanner.value(into: &bytes) }
          switch name {
          case "ticket": ticket = Int(String(decoding: bytes, as: UTF8.self))
          case "reject" where isString: reject = String(decoding: bytes, as: UTF8.self)
          case "reject": isRejectWrong = bytes != JSONText.null && bytes != JSONText.false
          default: values[name] = isString ? .string(bytes) : .json(bytes)
          }
        }
        try scanner.end()
      }
    } catch {
      throw AnswerProblem("an answer is not a JSON object: \(error.message) at byte \(error.offset)")
    }
    guard let ticket else { throw AnswerProblem("an answer bears no ticket; hand the member 'ticket' back as it came") }
    self.ticket = ticket
    if isRejectWrong || reject == "" { throw AnswerProblem("'reject' must be a reason, as text that is not empty") }
    if let reject {
      outcome = .reject(reason: reject)
      return
    }
    if let extra = values.keys.sorted().first(where: { !adds.contains($0) }) {
      throw AnswerProblem("an answer has the member '\(extra)', which 'adds' does not name")
    }
    outcome = .fields(adds.map { values[$0] ?? .missing })
  }
}
