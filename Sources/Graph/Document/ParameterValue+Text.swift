extension ParameterValue {
  /// The value as JSON, defaults filled in.
  package var node: JSONNode {
    switch content {
    case .leaf(let node, _): node
    case .list(let list): JSONNode(.array(list.map(\.node)), at: position)
    case .object(let values): values.node
    }
  }

  /// The value as canonical JSON: what is the same for every way of writing it, and so may enter keys.
  package var json: String { node.json }

  /// What of the value is of one sort; nil when nothing is.
  ///
  /// Elements of a list keep their places, so one without anything of the sort is `null`.
  package func part(of sort: Sort) -> JSONNode? {
    switch content {
    case .leaf(let node, _): return self.sort == sort ? node : nil
    case .list(let list):
      let parts = list.map { $0.part(of: sort) }
      guard self.sort == sort || parts.contains(where: { $0 != nil }) else { return nil }
      return JSONNode(.array(parts.map { $0 ?? JSONNode(.null, at: position) }), at: position)
    case .object(let values):
      let part = values.part(of: sort)
      return self.sort == sort || !values.names(of: sort).isEmpty ? part : nil
    }
  }

  /// The leaves with a role, in order: the files that a stage names, the entries that it refers to.
  package func leaves(_ role: (Role) -> Bool) -> [ParameterValue] {
    switch content {
    case .leaf(_, let own): role(own) ? [self] : []
    case .list(let list): list.flatMap { $0.leaves(role) }
    case .object(let values): values.leaves(role)
    }
  }
}

extension ParameterValues {
  /// The values as one JSON object.
  package var node: JSONNode { object(of: all.map { ($0.name, $0.node) }) }

  /// The values as canonical JSON.
  package var json: String { node.json }

  /// What of the values is of one sort, as a JSON object.
  package func part(of sort: Sort) -> JSONNode {
    object(of: all.compactMap { value in value.part(of: sort).map { (value.name, $0) } })
  }

  /// The parameters that hold anything of one sort, in order: the labelled parts of a recipe.
  package func names(of sort: Sort) -> [String] {
    all.filter { $0.part(of: sort) != nil }.map(\.name)
  }

  /// The leaves with a role, in order.
  package func leaves(_ role: (ParameterValue.Role) -> Bool) -> [ParameterValue] {
    all.flatMap { $0.leaves(role) }
  }

  /// The files that these parameters name, relative to the pipeline file.
  package var files: [ParameterValue] { leaves { $0 == .file } }

  /// The entries of a section that these parameters refer to.
  package func references(to section: String) -> [ParameterValue] { leaves { $0 == .reference(section: section) } }

  private func object(of parts: [(String, JSONNode)]) -> JSONNode {
    JSONNode(
      .object(parts.map { JSONNode.Member(key: $0.0, keyPosition: position, node: $0.1) }), at: position)
  }
}
