/// How tools are offered to a model and called by it.
package enum ToolProtocol: String, Sendable, CaseIterable {
  /// By the members that the server's interface has for it.
  case native
  /// By words in the prompt and fenced blocks in the reply, for models and servers that know no tools.
  case text
}
