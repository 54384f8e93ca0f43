import BigInt
import Testing

@testable import Stages

@Suite("The prime field has the structure that its images rely on")
struct EqualityFieldTests {
  @Test("its prime's neighbours are two and 120 times primes")
  func primes() {
    let (image, exponents, angles) = (PrimeField.image.prime, PrimeField.exponents.prime, PrimeField.angles.prime)
    #expect(image == 2 * exponents + 1)
    #expect(image == 120 * angles - 1)
    for prime in [image, exponents, angles] { #expect(BigUInt(prime).isPrime()) }
    #expect(image % 4 == 3 && image < 1 << 62)
  }

  @Test("small primes are squares in it, and −1 is none", arguments: [2, 3, 5, 7, 11, 13, 41, 83, 89])
  func squares(prime: Int) {
    let field = PrimeField.image
    #expect(field.power(field.residue(prime), PrimeField.exponents.prime) == 1)
    #expect(field.power(field.residue(-1), PrimeField.exponents.prime) == field.prime - 1)
  }

  @Test("inverses and fractions are what they say", arguments: [1, 2, 216, 1_000_003, Int.max, -5])
  func inverses(number: Int) throws {
    let field = PrimeField.image
    let inverse = try #require(field.inverse(field.residue(number)))
    #expect(field.multiply(inverse, field.residue(number)) == 1)
    let fraction = try #require(Rational(3).divided(by: Rational(number)))
    #expect(field.residue(fraction) == field.multiply(3, inverse))
    let element = PrimeField.Element(field.residue(number), 7)
    #expect(field.inverse(element).map { field.multiply($0, element) } == PrimeField.Element(1))
  }

  @Test("what is not zero never becomes zero unnoticed")
  func multiples() {
    let field = PrimeField.image
    #expect(field.residue(Rational(Int(field.prime))) == nil)
    #expect(field.residue(Rational(lowest: 1, over: Int(field.prime))) == nil)
    #expect(field.residue(Rational(0)) == 0)
    #expect(field.inverse(0) == nil)
  }
}
