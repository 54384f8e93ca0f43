extension Pipeline.Stage {
  /// Whether a layer from outside has the form of what this stage makes: one result for each unit of its input, in order, in
  /// fields that are the stage's own.
  ///
  /// Where that holds the engine can work with it, whatever it says. What it says is taken on trust: it was checked against
  /// its name, and its name lay under the right key. The caller has seen to it that its input has as many rows as it says.
  func couldMake(_ layer: Layer) -> Bool {
    let paths = layer.columns.map(\.path)
    guard zip(paths, paths.dropFirst()).allSatisfy(<), paths.allSatisfy({ path in adds(path) }) else { return false }
    guard OutputFields.areNames(in: layer) else { return false }
    if case .source = prepared.work {
      return layer.map == .identity && !layer.fansOut && layer.rejects.isEmpty && layer.bounds == 0
        && layer.rows == layer.inputRows && (layer.rows == 0 || layer.column(.id) != nil)
    }
    let samples = prepared.samples ?? 1
    guard layer.fansOut == (prepared.samples != nil), layer.bounds == prepared.bounds.count,
      layer.rows + layer.rejects.count == layer.inputRows * samples
    else { return false }
    return layer.places().enumerated().allSatisfy { $1.row == $0 / samples && $1.sample == $0 % samples }
  }

  private func adds(_ path: FieldPath) -> Bool {
    if case .source = prepared.work { return prepared.adds.contains { $0.contains(path) } }
    return prepared.adds.contains(path)
  }
}

extension OutputFields {
  /// Whether the names of output files in a layer are such that a file of that name lies in the stage's folder.
  fileprivate static func areNames(in layer: Layer) -> Bool {
    guard let files = layer.column(file) else { return true }
    return (0..<layer.rows).allSatisfy { row in
      let name = files[row].bytes
      return !name.contains(UInt8(ascii: "/")) && !name.contains(0) && name.first != UInt8(ascii: ".")
    }
  }
}
