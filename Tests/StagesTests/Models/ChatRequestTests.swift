import Graph
import Testing

@testable import Stages

@Suite("A request's body and identity are canonical")
struct ChatRequestTests {
  private static let tool = ChatTool(name: "calc", description: "Computes.", parameters: ["type": "object"])

  private static func request(_ change: (inout ChatRequest) -> Void = { _ in }) -> ChatRequest {
    var request = ChatRequest(model: "m", messages: [.user("Hi")])
    change(&request)
    return request
  }

  @Test(
    "what is asked stands in the body in one order",
    arguments: [
      (request(), #"{"model":"m","messages":[{"role":"user","content":"Hi"}]}"#),
      (
        request {
          $0.messages = [
            .system("é\n"), .assistant(nil, toolCalls: [ChatToolCall(id: "1", name: "a", arguments: "{")]),
          ]
        },
        #"{"model":"m","messages":[{"role":"system","content":"é\n"},{"role":"assistant","content":null,"#
          + #""tool_calls":[{"id":"1","type":"function","function":{"name":"a","arguments":"{"}}]}]}"#
      ),
      (
        request { $0.messages = [.tool(callId: "1", content: "42")] },
        #"{"model":"m","messages":[{"role":"tool","tool_call_id":"1","content":"42"}]}"#
      ),
      (
        request {
          $0.tools = [tool]
          $0.toolChoice = .named("calc")
        },
        #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"calc","#
          + #""description":"Computes.","parameters":{"type":"object"}}}],"#
          + #""tool_choice":{"type":"function","function":{"name":"calc"}}}"#
      ),
      (
        request {
          $0.sampling = ChatRequest.Sampling(
            temperature: 0.7, topP: 1, seed: 7, stop: ["\n"], responseFormat: ["type": "json_object"])
          $0.maxTokens = 100
        },
        #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0.7,"top_p":1,"seed":7,"stop":["\n"],"#
          + #""response_format":{"type":"json_object"},"max_tokens":100}"#
      ),
      (
        request { $0.extra = [("top_k", 20), ("min_p", 0.5), ("n", 4), ("max_tokens", 9), ("stream", true)] },
        #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"min_p":0.5,"top_k":20}"#
      ),
      (
        request { $0.toolChoice = .required },
        #"{"model":"m","messages":[{"role":"user","content":"Hi"}]}"#
      ),
    ])
  func body(request: ChatRequest, body: String) {
    #expect(String(decoding: request.body(), as: UTF8.self) == body)
  }

  @Test func `a stream and another name of the bound are matters of the wire`() {
    let request = Self.request { $0.maxTokens = 5 }
    #expect(
      String(decoding: request.body(streams: true, tokenLimitName: "max_completion_tokens"), as: UTF8.self)
        == #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":5,"stream":true,"#
        + #""stream_options":{"include_usage":true}}"#)
    #expect(request.identity == Self.request().identity)
  }

  @Test(
    "everything that is asked moves the identity",
    arguments: [
      request { $0.model = "n" }, request { $0.messages = [.system("Hi")] }, request { $0.messages = [.user("hi")] },
      request { $0.messages.append(.user("")) }, request { $0.tools = [tool] },
      request { $0.sampling.temperature = 0 }, request { $0.sampling.topP = 0.5 }, request { $0.sampling.seed = 1 },
      request { $0.sampling.stop = ["x"] }, request { $0.sampling.responseFormat = ["type": "text"] },
      request { $0.extra = [("top_k", 1)] },
      // Equal for Swift's strings, different for a tokenizer.
      request { $0.messages = [.user("e\u{301}")] }, request { $0.messages = [.user("\u{E9}")] },
    ])
  func identity(request: ChatRequest) {
    #expect(request.identity != Self.request().identity)
  }

  @Test func `the identity is pinned, since calls are kept under it`() {
    let request = Self.request {
      $0.extra = [("z", ["b": 1, "a": 2]), ("a", .null)]
      $0.sampling.temperature = 1e-5
      $0.maxTokens = 8
    }
    #expect(
      String(decoding: request.identity, as: UTF8.self)
        == #"{"a":null,"messages":[{"content":"Hi","role":"user"}],"model":"m","temperature":1e-05,"z":{"a":2,"b":1}}"#)
  }
}
