import ArgumentParser

struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Looks into the cache, shares it and cleans it.",
    subcommands: [
      CacheInfoCommand.self, CachePushCommand.self, CachePullCommand.self, CacheGCCommand.self, CacheVerifyCommand.self,
    ],
    defaultSubcommand: CacheInfoCommand.self)
}
