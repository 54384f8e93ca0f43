internal import HTTP
internal import Graph

extension Model {
  /// Looks at every endpoint: is it there, does it serve the model, does it answer, do tools work. Nothing is retried.
  /// - Parameter callsTools: whether anyone wants the model to call tools; if not, that is not tried.
  package func check(callsTools: Bool = true) async -> [EndpointCheck] {
    var checks: [EndpointCheck] = []
    for place in settings.endpoints.indices { checks.append(await check(place, callsTools)) }
    return checks
  }

  private func check(_ place: Int, _ callsTools: Bool) async -> EndpointCheck {
    var check = EndpointCheck(url: settings.endpoints[place].shownURL)
    if let fault = await list(place, &check), fault.remedy == .hopeless || fault.isDead {
      if case .status(let status, _) = fault, status == 404 || status == 405 {
        // Some servers have no list of models and are fine otherwise.
        check.listing = .doubtful("the server does not list its models")
      } else {
        check.isUsersMove = fault.remedy == .hopeless
        return check
      }
    }
    var hello = ChatRequest(model: "", messages: [.user("Say yes.")], maxTokens: 1)
    hello.sampling.temperature = 0
    let failure: CallFault?
    (check.completion, failure) = await trial(hello, place) { reply in
      .passed(reply.model.map { "model '\($0)'" } ?? "")
    }
    check.isUsersMove = failure.map { [.hopeless, .none].contains($0.remedy) } ?? false
    if failure == nil, callsTools { check.tools = await trial(Self.toolRequest, place, judge: Self.judgeTools).0 }
    return check
  }

  /// Fills in what the list of models tells.
  private func list(_ place: Int, _ check: inout EndpointCheck) async -> CallFault? {
    do throws(CallFault) {
      let listing = try await listing(place)
      let name = settings.servedName
      check.identity = listing.identity(of: name)
      check.contextLength = listing.contextLength(of: name)
      check.listing =
        listing.names.contains(name) ? .passed("'\(name)' is served") : .doubtful(listing.complaint(name))
      return nil
    } catch {
      check.listing = .failed(words(error, place))
      return error
    }
  }

  /// What an endpoint tells of the model, as canonical JSON; nil if it tells nothing.
  func told(_ place: Int) async -> Result<String?, CallFault> {
    do throws(CallFault) {
      return .success(try await listing(place).identity(of: settings.servedName))
    } catch {
      // Some servers have no list of models, or not for everyone.
      if case .status(let status, _) = error, 400..<500 ~= status, error.remedy != .wait, error.remedy != .retry {
        return .success(nil)
      }
      return .failure(error)
    }
  }

  /// What the first endpoint that can be asked tells of the model, as canonical JSON; empty if it tells nothing.
  /// - Throws: what the last one met, if none can be asked.
  package func introduction() async throws(ModelFailure) -> String {
    var retry = RetryState(policy: settings.retries)
    while true {
      var pause: Duration?
      for place in settings.endpoints.indices {
        switch await told(place) {
        case .success(let told): return told ?? ""
        case .failure(.transport(.cancelled)): throw .cancelled(settings.name)
        case .failure(let fault):
          guard place == settings.endpoints.indices.last else { continue }
          let decision = retry.decide(fault, pause: nil, now: clock.now(), random: clock.random())
          guard case .again(let delay) = decision else {
            throw .gaveUp(
              settings, endpoint: settings.endpoints[place], fault: fault, requests: retry.requests, key: keys[place])
          }
          // Nobody else asks yet, so no limiter knows what a refusal means.
          pause = fault.remedy == .wait ? max(delay, .seconds(1)) : delay
        }
      }
      do {
        if let pause { try await clock.sleep(pause) }
      } catch {
        throw .cancelled(settings.name)
      }
    }
  }

  private func listing(_ place: Int) async throws(CallFault) -> ModelListing {
    let response: HTTPResponse
    var request = request(.get, "/models", endpoint: place)
    request.timeouts.firstByte = min(request.timeouts.firstByte, .seconds(60))
    do throws(HTTPFailure) {
      response = try await client.send(request)
    } catch {
      throw .transport(error)
    }
    let body = keys[place]?.blotted(response.body) ?? response.body
    guard response.isSuccess else { throw .status(response.status, ServerError(body: body)) }
    do throws(ReplyProblem) {
      return try ModelListing(body: body)
    } catch {
      throw .damaged(error)
    }
  }

  private func trial(
    _ request: ChatRequest, _ place: Int, judge: (ChatReply) -> EndpointCheck.Trial
  ) async -> (EndpointCheck.Trial, CallFault?) {
    let body = settings.prepared(request).body(streams: settings.streams, tokenLimitName: settings.tokenLimitName)
    switch await attempt(body, endpoint: place).result {
    case .success((let reply, _)): return (judge(reply), nil)
    case .failure(let failed): return (.failed(words(failed.fault, place)), failed.fault)
    }
  }

  private func words(_ fault: CallFault, _ place: Int) -> String {
    keys[place]?.blotted(fault.description) ?? fault.description
  }

  /// The pattern keeps a small model that is forced to write arguments from writing for ever.
  private static let toolRequest: ChatRequest = {
    let expression: JSONNode = ["type": "string", "pattern": "^[0-9]{1,5} [-+*/] [0-9]{1,5}$"]
    let tool = ChatTool(
      name: "calculator", description: "Computes an arithmetic expression of two numbers, such as 12 * 7.",
      parameters: [
        "type": "object", "properties": .object([("expression", expression)]), "required": ["expression"],
      ])
    return ChatRequest(
      model: "", messages: [.user("What is 48 / 2? Use the calculator.")], tools: [tool], toolChoice: .required,
      sampling: ChatRequest.Sampling(temperature: 0), maxTokens: 300)
  }()

  private static func judgeTools(_ reply: ChatReply) -> EndpointCheck.Trial {
    if let problem = reply.toolProblem { return .doubtful("the model's call cannot be read: \(problem.prefix(120))") }
    guard let call = reply.toolCalls.first else { return .doubtful("the model answered without calling the tool") }
    guard call.name == "calculator" else { return .doubtful("the model called '\(call.name.prefix(40))'") }
    guard let node = try? JSONNode.parse(Array(call.arguments.utf8), file: ""), node["expression"] != nil else {
      return .doubtful("the model's arguments are not as the tool wants them")
    }
    return .passed("the model called the tool as told")
  }
}
