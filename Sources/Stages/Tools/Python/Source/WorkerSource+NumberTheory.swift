extension WorkerSource {
  /// Whole numbers.
  static let numberTheory = #"""
    """Whole numbers."""

    from typing import Any, List

    import sympy
    from sympy.ntheory.modular import crt

    from grammar import Refusal
    from reading import integer

    # How many numbers are listed at most.
    _MOST = 10_000


    def factor_integer(number: str) -> Any:
        value = integer(number)
        if value == 0:
            raise Refusal("zero has no prime factors")
        return sympy.factorint(value)


    def divisors(number: str) -> Any:
        value = abs(integer(number))
        if value == 0 or sympy.divisor_count(value) > _MOST:
            raise Refusal("the number has too many divisors to list")
        return sympy.divisors(value)


    def is_prime(number: str) -> Any:
        return bool(sympy.isprime(integer(number)))


    def primes_in_range(lower: str, upper: str) -> Any:
        first, last = integer(lower), integer(upper)
        if last - first > 10 * _MOST:
            raise Refusal(f"the range may span {10 * _MOST} numbers at most")
        return list(sympy.primerange(max(first, 2), last + 1))


    def greatest_common_divisor(numbers: List[str]) -> Any:
        return sympy.igcd(*map(integer, numbers), 0)


    def least_common_multiple(numbers: List[str]) -> Any:
        return sympy.ilcm(*map(integer, numbers), 1)


    def modular_inverse(number: str, modulus: str) -> Any:
        value, base = integer(number), _modulus(modulus)
        if sympy.igcd(value, base) != 1:
            raise Refusal(f"{value} has no inverse modulo {base}: they share the divisor {sympy.igcd(value, base)}")
        return sympy.mod_inverse(value, base)


    def modular_power(base: str, exponent: str, modulus: str) -> Any:
        number, power, divisor = integer(base), integer(exponent), _modulus(modulus)
        if power < 0 and sympy.igcd(number, divisor) != 1:
            raise Refusal(f"{number} has no inverse modulo {divisor}")
        return pow(number, power, divisor)


    def solve_congruences(remainders: List[str], moduli: List[str]) -> Any:
        if len(remainders) != len(moduli):
            raise Refusal("there must be as many remainders as moduli")
        found = crt([_modulus(text) for text in moduli], [integer(text) for text in remainders])
        if found is None:
            raise Refusal("the congruences contradict each other")
        return f"{found[0]} modulo {found[1]}"


    def _modulus(text: str) -> int:
        value = integer(text)
        if value < 1:
            raise Refusal("a modulus must be positive")
        return value


    CALLS = {
        call.__name__: call
        for call in (
            factor_integer,
            divisors,
            is_prime,
            primes_in_range,
            greatest_common_divisor,
            least_common_multiple,
            modular_inverse,
            modular_power,
            solve_congruences,
        )
    }

    """#
}
