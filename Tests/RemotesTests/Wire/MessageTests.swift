import Graph
import Testing

@testable import Remotes

/// The expected bytes are those that Google's protobuf for Python makes of the published `.proto` files.
@Suite("Messages have the published form")
struct MessageTests {
  private static let a = BlobName(of: Array("a".utf8))
  private static let other = BlobName(digest: BlobName.empty.digest, size: 142)

  @Test func `an action is the same for all but its key`() {
    let action = APIAction(key: Digest(bytes: Array(0..<32)) ?? BlobName.empty.digest)
    #expect(hex(APIAction.command) == "0a0c64697374696c6c6275696c64")
    #expect(action.name.digest.hex == "6bfb62dbbd5e41b529f8b7776f09fc81fcaf3f58a97fccac585f9a590f54483a")
    #expect(action.name.size == 172)
    #expect(BlobName(of: action.bytes) == action.name)
    #expect(APIAction(key: Self.a.digest).name != action.name)
  }

  @Test func `an action's result`() throws {
    var result = ActionResult()
    result.files = [
      ActionResult.File(path: "check/x", blob: .empty), ActionResult.File(path: "blobs/0", blob: Self.a),
    ]
    result.output = Array("value".utf8)
    result.outputBlob = BlobName(of: result.output)
    result.provenance = Provenance(author: "ann@host", made: 1_700_000_000, details: #"{"model":"m"}"#)
    let expected =
      "124d0a07636865636b2f7812420a4065336230633434323938666331633134396166626634633839393666623932343237616534316534"
      + "363439623933346361343935393931623738353262383535124f0a07626c6f62732f3012440a406361393738313132636131626264636166"
      + "616332333162333961323364633464613738366566663831343763346537326239383037373835616665653438626210012a0576616c7565"
      + "32440a4063643432343034643532616435356363666139616361346164633832386161353830306164396433383561303637316662636266"
      + "3732343131383332303631391005"
      + "4a560a08616e6e40686f737422060880e2cfaa065a420a2f747970652e676f6f676c65617069732e636f6d2f676f6f676c652e70726f746f"
      + "6275662e537472696e6756616c7565120f0a0d7b226d6f64656c223a226d227d"
    #expect(hex(result.wire) == expected)
    #expect(try ActionResult(wire: hex(expected)[...]) == result)
  }

  @Test func `requests`() {
    #expect(
      hex(
        APIMessages.batchUpdateRequest(
          [APIMessages.Upload(name: Self.a, bytes: Array("a".utf8))], instance: "team"))
        == "0a047465616d12490a440a4063613937383131326361316262646361666163323331623339613233646334646137383665666638313437"
        + "63346537326239383037373835616665653438626210"
        + "01120161")
    #expect(
      hex(APIMessages.getResultRequest(Self.other, instance: "team"))
        == "0a047465616d12450a40653362306334343239386663316331343961666266346338393936666239323432376165343165343634396239"
        + "33346361343935393931623738353262383535108e011801")
    let result = wireMessage { $0.add(5, [0x78]) }
    #expect(
      hex(APIMessages.updateResultRequest(result, of: Self.other, instance: "team"))
        == "0a047465616d12450a40653362306334343239386663316331343961666266346338393936666239323432376165343165343634396239"
        + "33346361343935393931623738353262383535108e011a032a0178")
    #expect(hex(APIMessages.capabilitiesRequest(instance: "team")) == "0a047465616d")
  }

  @Test func `capabilities`() throws {
    let found = try APICapabilities(wire: hex("0a110a02010412020801208080800232020001")[...])
    #expect(found.digestFunctions == [1, 4])
    #expect(found.takesResults)
    #expect(found.largestBatch == 4_194_304)
    #expect(try APICapabilities(wire: []).takesResults)
    #expect(try APICapabilities(wire: []).knowsSHA256)
  }

  @Test func `what a batch says of a blob`() throws {
    let reply = hex(
      "0a4f0a420a40653362306334343239386663316331343961666266346338393936666239323432376165343165343634396239333463613439"
        + "3539393162373835326238353512017" + "11a06080512026e6f")
    let items = try APIMessages.batch(reply[...], hasBytes: true)
    #expect(items.count == 1)
    #expect(items.first?.name == .empty)
    #expect(items.first.map { Array($0.bytes) } == [0x71])
    #expect(items.first?.status == GRPCStatus(number: 5, message: "no"))
  }

  @Test func `numbers, texts and defaults`() {
    let message = wireMessage { message in
      message.add(1, "r".utf8)
      message.add(2, 300)
      message.add(3, true)
      message.add(4, 0)
      message.add(5, [])
      message.add(10, "xyz".utf8)
    }
    #expect(hex(message) == "0a017210ac021801520378797a")
    #expect(hex(wireMessage { $0.add(1, -1) }) == "08ffffffffffffffffff01")
    #expect(hex(wireMessage { $0.addPresent(3, []) }) == "1a00")
  }
}
