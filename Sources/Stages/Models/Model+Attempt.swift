internal import HTTP

extension Model {
  /// One request to one endpoint, and what it teaches.
  struct Attempt {
    var result: Result<(ChatReply, HTTPTimings), Failed>
    var outcome: CallOutcome

    /// Wraps a fault, so that it can be a result's failure.
    struct Failed: Error {
      let fault: CallFault
    }
  }

  func attempt(_ body: [UInt8], endpoint: Int) async -> Attempt {
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await client.send(
        request(.post, "/chat/completions", endpoint: endpoint, body: body, accepts: settings.streams))
    } catch {
      return Attempt(fault: .transport(error), advice: RateAdvice())
    }
    let advice = RateAdvice(response.headers, date: clock.date())
    do throws(CallFault) {
      let reply = try read(response, endpoint: endpoint)
      let tokens = reply.usage.map { $0.prompt + $0.completion }
      return Attempt(
        result: .success((reply, response.timings)),
        outcome: CallOutcome(result: .answered, advice: advice, tokens: tokens))
    } catch {
      return Attempt(fault: error, advice: advice)
    }
  }

  /// A request to an endpoint with all that every request bears.
  func request(
    _ method: HTTPRequest.Method, _ path: String, endpoint: Int, body: [UInt8] = [], accepts streams: Bool = false
  ) -> HTTPRequest {
    var headers: HTTPHeaders = ["Accept": streams ? "text/event-stream, application/json" : "application/json"]
    if method == .post { headers.add("Content-Type", "application/json") }
    if let key = keys[endpoint] { headers.add("Authorization", key.authorization) }
    return HTTPRequest(
      method, settings.endpoints[endpoint].url + path, headers: headers, body: body, timeouts: settings.timeouts,
      maxResponseBytes: settings.maxResponseBytes)
  }

  /// A whole answer as a reply, or what is wrong with it.
  func read(_ response: HTTPResponse, endpoint: Int) throws(CallFault) -> ChatReply {
    let body = keys[endpoint]?.blotted(response.body) ?? response.body
    guard response.isSuccess else { throw .status(response.status, ServerError(body: body)) }
    // A proxy's page says 200 too.
    if let type = response.headers["content-type"]?.lowercased(), !type.contains("json"), !type.contains("event-stream")
    {
      throw .damaged(ReplyProblem(message: "is of the type '\(type.prefix(60))' rather than JSON"))
    }
    do throws(ReplyProblem) {
      return try reply(from: body)
    } catch {
      throw .damaged(error)
    }
  }
}

extension Model.Attempt {
  init(fault: CallFault, advice: RateAdvice) {
    result = .failure(Failed(fault: fault))
    let end: CallOutcome.Result =
      switch fault.remedy {
      case .wait: .refused
      case .retry: fault.isDead ? .dead : .failed
      case .none, .hopeless: fault == .transport(.cancelled) ? .unknown : .answered
      }
    outcome = CallOutcome(result: end, advice: advice)
  }
}
