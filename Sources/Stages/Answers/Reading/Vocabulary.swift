/// What the commands of LaTeX, the signs beyond ASCII and the names of functions mean in an answer.
enum Vocabulary {
  /// What a command stands for.
  enum Meaning {
    case token(Token.Kind)
    /// Sets its argument in words: `\text`.
    case words
    /// Only concerns the looks of what follows, and takes no argument of its own.
    case nothing
    case space
    /// Takes an argument that is not part of the answer: `\phantom`, `\hspace`.
    case hidden
  }

  /// The meaning of a command by its name without the backslash.
  static func command(_ name: String) -> Meaning? {
    commands[name]
  }

  /// The meaning of a word written without a backslash: `sqrt`, `pi`, `oo`.
  static func word(_ name: String) -> Token.Kind? {
    words[name]
  }

  /// Whether a word that names a function is an English word or a unit besides, so that only parentheses tell.
  static func isAlsoEnglish(_ name: String) -> Bool {
    ["min", "max", "sign", "floor", "abs", "arg", "exp", "ceiling"].contains(name)
  }

  /// The meaning of one sign beyond ASCII.
  static func sign(_ scalar: Unicode.Scalar) -> Meaning? {
    signs[scalar]
  }

  /// The longest known command that a garbled one begins with: `\quadx` for `\quad x`.
  static func prefix(of name: String) -> (name: String, meaning: Meaning)? {
    guard name.utf8.count > 3, name.utf8.count < 40 else { return nil }
    var candidate = name.dropLast()
    while candidate.utf8.count >= 2 {
      let known = String(candidate)
      if candidate.utf8.count > 3 || known == "pi" || known == "cup" || known == "cap", let meaning = commands[known] {
        return (known, meaning)
      }
      candidate.removeLast()
    }
    return nil
  }
}

extension Vocabulary {
  private static let commands: [String: Meaning] = {
    var table: [String: Meaning] = [:]
    func put(_ names: String, _ meaning: Meaning) {
      for name in names.split(separator: " ") { table[String(name)] = meaning }
    }
    for (name, kind) in words where name.utf8.count > 1 { table[name] = .token(kind) }
    put("text textrm textbf textit textsf texttt textnormal textup mathrm mathsf mathtt mbox hbox emph rm", .words)
    put("operatorname operatorname*", .words)
    put("boxed fbox mathbf mathit mathcal mathfrak mathscr bm boldsymbol bf it displaystyle textstyle", .nothing)
    put("scriptstyle limits nolimits left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl", .nothing)
    put("Biggr middle underbrace underline cal rlap mathop mathrel mathbin mathord", .nothing)
    put("quad qquad enspace thinspace hfill n newline space nobreak allowbreak", .space)
    put("hspace vspace phantom hphantom vphantom label tag color textcolor hspace* require", .hidden)
    put("frac dfrac tfrac cfrac sfrac nicefrac", .token(.fraction))
    put("sqrt", .token(.squareRoot))
    put("binom dbinom tbinom", .token(.binomial))
    put("choose", .token(.choose))
    put("cdot times ast star bullet", .token(.times))
    put("div", .token(.slash))
    put("pm", .token(.plusMinus))
    put("mp", .token(.minusPlus))
    put("circ degree degrees", .token(.degree))
    put("prime", .token(.prime))
    put("pi", .token(.constant(.pi)))
    put("infty infinity", .token(.constant(.infinity)))
    put("le leq leqslant leqq", .token(.relation(.lessOrEqual)))
    put("ge geq geqslant geqq", .token(.relation(.greaterOrEqual)))
    put("lt", .token(.relation(.less)))
    put("gt", .token(.relation(.greater)))
    put("ne neq", .token(.relation(.notEqual)))
    put("equiv", .token(.relation(.congruent)))
    put("in", .token(.relation(.element)))
    put("notin", .token(.relation(.notElement)))
    put("subset subseteq", .token(.relation(.subset)))
    put(
      "sim cong parallel perp propto to rightarrow Rightarrow longrightarrow mapsto implies iff",
      .token(.relation(.other)))
    put("Leftrightarrow leftrightarrow Longrightarrow", .token(.relation(.other)))
    put("approx doteq simeq thickapprox", .token(.about))
    put("cup bigcup", .token(.union))
    put("cap bigcap", .token(.intersection))
    put("setminus backslash smallsetminus", .token(.without))
    put("mid", .token(.condition))
    put("lvert vert", .token(.open(.bar)))
    put("rvert", .token(.close(.bar)))
    put("lfloor", .token(.open(.floor)))
    put("rfloor", .token(.close(.floor)))
    put("lceil", .token(.open(.ceil)))
    put("rceil", .token(.close(.ceil)))
    put("langle", .token(.open(.angle)))
    put("rangle", .token(.close(.angle)))
    put("lbrace", .token(.open(.set)))
    put("rbrace", .token(.close(.set)))
    put("lbrack", .token(.open(.square)))
    put("rbrack", .token(.close(.square)))
    put("lparen", .token(.open(.round)))
    put("rparen", .token(.close(.round)))
    put("ldots dots cdots dotsc dotsb vdots ddots", .token(.ellipsis))
    put("bmod mod pmod", .token(.mod))
    put("overline bar", .token(.overline))
    put("dot", .token(.dot))
    put("vec hat tilde widehat widetilde overrightarrow overleftarrow overset underset widebar", .token(.decoration))
    put("emptyset varnothing", .token(.numberSet(.empty)))
    put("R Reals", .token(.numberSet(.reals)))
    put("Z", .token(.numberSet(.integers)))
    put("N", .token(.numberSet(.naturals)))
    put("Q", .token(.numberSet(.rationals)))
    put("euro pounds", .token(.currency))
    put("begin", .token(.begin))
    put("end", .token(.end))
    put("cr", .token(.row))
    put("colon", .token(.colon))
    put("infin", .token(.constant(.infinity)))
    put("Re", .token(.function(.re)))
    put("Im", .token(.function(.im)))
    put("land wedge lor vee", .token(.comma))
    put("therefore because", .nothing)
    for name in greek.keys { table[name] = .token(.symbol) }
    put("angle triangle square Delta nabla partial int iint oint sum prod lim ell hbar aleph cosec", .token(.symbol))
    put("cosec", .token(.function(.csc)))
    return table
  }()

  /// Greek letters by their command; `\varepsilon` and its like are the letters they are variants of.
  static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "rho": "ρ", "varrho": "ρ", "sigma": "σ", "varsigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "angle": "∠",
    "triangle": "△",
  ]

  private static let words: [String: Token.Kind] = [
    "sin": .function(.sin), "cos": .function(.cos), "tan": .function(.tan), "cot": .function(.cot),
    "sec": .function(.sec), "csc": .function(.csc), "tg": .function(.tan), "ctg": .function(.cot),
    "arcsin": .function(.arcsin), "arccos": .function(.arccos), "arctan": .function(.arctan),
    "arccot": .function(.arccot), "arcsec": .function(.arcsec), "arccsc": .function(.arccsc),
    "asin": .function(.arcsin), "acos": .function(.arccos), "atan": .function(.arctan), "arctg": .function(.arctan),
    "acot": .function(.arccot),
    "sinh": .function(.sinh), "cosh": .function(.cosh), "tanh": .function(.tanh), "coth": .function(.coth),
    "sech": .function(.sech), "csch": .function(.csch), "asinh": .function(.arcsinh), "acosh": .function(.arccosh),
    "atanh": .function(.arctanh), "arcsinh": .function(.arcsinh), "arccosh": .function(.arccosh),
    "arctanh": .function(.arctanh), "arsinh": .function(.arcsinh), "arcosh": .function(.arccosh),
    "artanh": .function(.arctanh),
    "log": .function(.log), "ln": .function(.ln), "lg": .function(.log), "exp": .symbol, "sqrt": .squareRoot,
    "cbrt": .squareRoot, "abs": .function(.abs), "Abs": .function(.abs), "floor": .function(.floor),
    "ceil": .function(.ceil), "ceiling": .function(.ceil), "factorial": .function(.factorial),
    "binomial": .function(.binomial), "gcd": .function(.gcd), "lcm": .function(.lcm), "max": .function(.max),
    "min": .function(.min), "sgn": .function(.sign), "sign": .function(.sign), "arg": .function(.argument),
    "mod": .mod, "pi": .constant(.pi), "oo": .constant(.infinity), "infinity": .constant(.infinity),
    "inf": .constant(.infinity), "EmptySet": .numberSet(.empty),
  ]

  private static let signs: [Unicode.Scalar: Meaning] = {
    var table: [Unicode.Scalar: Meaning] = [
      "−": .token(.minus), "–": .token(.minus), "×": .token(.times), "·": .token(.times), "⋅": .token(.times),
      "∙": .token(.times), "÷": .token(.slash), "∕": .token(.slash), "⁄": .token(.slash), "±": .token(.plusMinus),
      "∓": .token(.minusPlus), "√": .token(.squareRoot), "π": .token(.constant(.pi)), "∞": .token(.constant(.infinity)),
      "≤": .token(.relation(.lessOrEqual)), "⩽": .token(.relation(.lessOrEqual)), "≦": .token(.relation(.lessOrEqual)),
      "≥": .token(.relation(.greaterOrEqual)), "⩾": .token(.relation(.greaterOrEqual)),
      "≧": .token(.relation(.greaterOrEqual)), "≠": .token(.relation(.notEqual)), "≡": .token(.relation(.congruent)),
      "∈": .token(.relation(.element)), "∉": .token(.relation(.notElement)), "→": .token(.relation(.other)),
      "⇒": .token(.relation(.other)), "⇔": .token(.relation(.other)), "≈": .token(.about), "∪": .token(.union),
      "∩": .token(.intersection), "∖": .token(.without), "°": .token(.degree), "º": .token(.degree),
      "′": .token(.prime), "’": .token(.prime), "…": .token(.ellipsis), "⌊": .token(.open(.floor)),
      "⌋": .token(.close(.floor)), "⌈": .token(.open(.ceil)), "⌉": .token(.close(.ceil)), "⟨": .token(.open(.angle)),
      "⟩": .token(.close(.angle)), "∅": .token(.numberSet(.empty)), "ℝ": .token(.numberSet(.reals)),
      "ℤ": .token(.numberSet(.integers)), "ℕ": .token(.numberSet(.naturals)), "ℚ": .token(.numberSet(.rationals)),
      "ℂ": .token(.numberSet(.complexes)), "€": .token(.currency), "£": .token(.currency), "¥": .token(.currency),
      "¢": .token(.currency),
      "，": .token(.comma), "、": .token(.comma), "；": .token(.semicolon), "：": .token(.colon),
      "（": .token(.open(.round)), "）": .token(.close(.round)), "＝": .token(.relation(.equal)), "％": .token(.percent),
      "∣": .token(.condition), "∠": .token(.symbol), "△": .token(.symbol), "∆": .token(.symbol), "∧": .token(.comma),
      "∨": .token(.comma), "“": .nothing, "”": .nothing, "‘": .nothing, "。": .nothing, "✓": .nothing, "✅": .nothing,
      "\u{A0}": .space, "\u{2009}": .space, "\u{202F}": .space, "\u{3000}": .space, "\u{200B}": .nothing,
      "\u{FEFF}": .nothing, "\u{2062}": .nothing, "\u{2061}": .nothing,
    ]
    for sign in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".unicodeScalars { table[sign] = .token(.superscript) }
    for sign in vulgarFractions.keys { table[sign] = .token(.vulgar) }
    for letter in greek.values.joined().unicodeScalars where table[letter] == nil { table[letter] = .token(.symbol) }
    return table
  }()

  /// Numerator and denominator of the fractions that are one sign.
  static let vulgarFractions: [Unicode.Scalar: (Int, Int)] = [
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
  ]
}
