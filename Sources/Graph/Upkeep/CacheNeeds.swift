/// Which blobs of a cache are needed by what is kept, and when the others were last of use.
struct CacheNeeds {
  let roots: CacheRoots
  let contents: CacheContents
  let files: [Digest: BlobFile]
  /// Lists of layers, and the layers that these and recent results name.
  private(set) var kept: Set<Digest> = []
  /// The recipes that kept results were made with.
  private(set) var recipes: Set<Digest>
  /// The recipes whose calls are kept.
  private(set) var ingredients: Set<Digest>
  /// Lists that should be there whole and are not.
  private(set) var damaged: [Digest] = []
  /// Blobs that some row leads to, with the time when each was last made or found.
  private(set) var used: [Digest: Int] = [:]
  /// Lists that are no recent result, and are looked at only to see what they name.
  let otherLists: [Digest]
  let keptLists: [Digest]
  private let allLists: Set<Digest>

  init(roots: CacheRoots, contents: CacheContents, files: [Digest: BlobFile]) {
    self.roots = roots
    self.contents = contents
    self.files = files
    recipes = roots.recipes
    ingredients = roots.ingredients
    var keptLists = roots.lists
    var lists: Set<Digest> = []
    for action in contents.actions {
      guard let layer = action.layer else { continue }
      let listUse = action.grain == .artifact ? contents.listUse[layer] ?? .min : .min
      used[layer] = max(used[layer] ?? .min, action.created, listUse)
      if action.grain == .artifact { lists.insert(layer) }
      guard action.created >= roots.since else { continue }
      kept.insert(layer)
      if action.grain == .artifact { keptLists.insert(layer) }
    }
    for list in contents.keyLists {
      // Key lists bear no date, but a layer's file tells when it was last made.
      let written = files[list.layer]?.written ?? .min
      used[list.layer] = max(used[list.layer] ?? .min, written)
      if written >= roots.since { kept.insert(list.layer) }
    }
    kept.formUnion(keptLists)
    self.keptLists = keptLists.sorted()
    otherLists = lists.subtracting(keptLists).sorted()
    allLists = lists.union(keptLists)
  }

  /// Keeps what a list names.
  mutating func keep(_ list: Digest, _ layers: [Digest]?) {
    guard let layers else {
      // What it named cannot be told; what was made with the same recipe holds it.
      let makers = Set(contents.actions.lazy.filter { $0.layer == list }.map(\.recipe))
      if files[list] != nil || !makers.isEmpty { damaged.append(list) }
      for action in contents.actions where makers.contains(action.recipe) {
        if let layer = action.layer { kept.insert(layer) }
      }
      return
    }
    kept.formUnion(layers)
  }

  /// Finds the recipes of what is kept, and keeps what else was made with them.
  /// - Parameter ingredients: tells those of some recipes.
  mutating func keepRecipes(ingredients look: (Set<Digest>) throws -> Set<Digest>) rethrows {
    for action in contents.actions {
      if let layer = action.layer, kept.contains(layer) { recipes.insert(action.recipe) }
      if action.layer == nil, action.created >= roots.since { recipes.insert(action.recipe) }
    }
    for list in contents.keyLists where kept.contains(list.layer) { ingredients.insert(list.recipe) }
    ingredients.formUnion(try look(recipes))
  }

  /// Notes that a list which may go names some layers: they are as young as it is. One that is damaged is of no use.
  mutating func name(_ list: Digest, _ layers: [Digest]?) {
    guard let layers else {
      used[list] = .min
      return
    }
    let time = used[list] ?? .min
    for layer in layers { used[layer] = max(used[layer] ?? .min, time) }
  }

  /// Whether a blob is a list of layers rather than a layer.
  func isList(_ blob: Digest) -> Bool { allLists.contains(blob) }

  /// Whether a row that leads to a layer, or to none, is kept.
  func keeps(_ action: CacheContents.Action) -> Bool {
    action.layer.map(kept.contains) ?? (action.created >= roots.since || recipes.contains(action.recipe))
  }

  func keeps(_ call: CacheContents.Call) -> Bool {
    !call.isForgotten && (call.created >= roots.since || call.recipe.map(ingredients.contains) ?? false)
  }
}
