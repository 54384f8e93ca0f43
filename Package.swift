// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "distillbuild",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    // The engine: keys, chunks, store, scheduler. It knows no model and no mathematics.
    .target(
      name: "Graph",
      dependencies: [
        "CZstd",
        .target(name: "CCrypto", condition: .when(platforms: [.linux])),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // Requests over libcurl, for models and caches.
    .target(name: "HTTP", dependencies: ["CCurl"], swiftSettings: strict),
    // Caches that teams share: how results are written down outside, and the servers that hold them.
    .target(name: "Remotes", dependencies: ["Graph", "HTTP"], swiftSettings: strict),
    // What knows of models and mathematics: the stages, their tools, and grading.
    .target(
      name: "Stages",
      dependencies: ["Graph", "HTTP", .product(name: "BigInt", package: "BigInt")],
      swiftSettings: strict),
    .executableTarget(
      name: "distillbuild",
      dependencies: [
        "Graph", "Remotes", "Stages", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Graph", "Stages"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "GraphTests", dependencies: ["Graph", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "RemotesTests", dependencies: ["Graph", "HTTP", "Remotes", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "StagesTests", dependencies: ["Graph", "HTTP", "Stages", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["Graph", "Stages", "TestSupport"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
