private import Dispatch
private import Synchronization

/// Plain loops on all processors, for short work without waiting.
enum Parallel {
  /// The results in the order of the elements.
  /// - Throws: the error of the first element, in order, that has one.
  static func map<Element: Sendable, Value: Sendable, Failure: Error>(
    _ elements: [Element], _ body: @Sendable (Element) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    guard elements.count > 1 else {
      var values: [Value] = []
      for element in elements { values.append(try body(element)) }
      return values
    }
    let results = Mutex<[Swift.Result<Value, Failure>?]>(Array(repeating: nil, count: elements.count))
    withoutActuallyEscaping(body) { body in
      DispatchQueue.concurrentPerform(iterations: elements.count) { place in
        let result: Swift.Result<Value, Failure>
        do throws(Failure) {
          result = .success(try body(elements[place]))
        } catch {
          result = .failure(error)
        }
        results.withLock { $0[place] = result }
      }
    }
    var values: [Value] = []
    for result in results.withLock({ $0 }) {
      guard let result else { preconditionFailure("concurrentPerform returns when every iteration has ended") }
      values.append(try result.get())
    }
    return values
  }
}
