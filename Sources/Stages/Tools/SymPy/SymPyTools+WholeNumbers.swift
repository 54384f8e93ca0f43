extension SymPyTools {
  static let wholeNumbers = [
    ToolSpec("factor_integer", "The prime factors of a whole number, with their multiplicities.", [whole]),
    ToolSpec("divisors", "The divisors of a whole number.", [whole]),
    ToolSpec("is_prime", "Whether a whole number is prime.", [whole]),
    ToolSpec(
      "primes_in_range", "The primes from one whole number to another, both included.",
      [.number("lower", "The first number."), .number("upper", "The last number.")]),
    ToolSpec("greatest_common_divisor", "The greatest common divisor of whole numbers.", [several]),
    ToolSpec("least_common_multiple", "The least common multiple of whole numbers.", [several]),
    ToolSpec("modular_inverse", "The inverse of a whole number modulo another.", [whole, modulus]),
    ToolSpec(
      "modular_power", "A power of a whole number modulo another, however large the exponent.",
      [.number("base", "The base."), .number("exponent", "The exponent."), modulus]),
    ToolSpec(
      "solve_congruences", "The number that leaves given remainders (Chinese remainder theorem).",
      [
        .formulas("remainders", "The remainders, such as [\"2\", \"3\"]."),
        .formulas("moduli", "The modulus of each remainder, such as [\"3\", \"5\"]."),
      ]),
  ]

  private static let whole = ToolParameter.number("number", "The number, such as 360 or 2**61 - 1.")
  private static let modulus = ToolParameter.number("modulus", "The modulus, which is positive.")
  private static let several = ToolParameter.formulas("numbers", "The numbers, such as [\"12\", \"18\"].", most: 50)
}
