/// The dates of HTTP headers (RFC 9110, 5.6.7): all three forms, since a recipient must take them all.
enum HTTPDate {
  /// Seconds since 1970; nil for what is no date.
  static func seconds(_ text: String) -> Int? {
    // `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
    guard let monthPlace = words.firstIndex(where: { months.contains(String($0)) }), words.count >= 5, monthPlace >= 1,
      let month = months.firstIndex(of: String(words[monthPlace]))
    else { return nil }
    let isUnix = monthPlace == 1
    let (dayPlace, yearPlace, timePlace) = isUnix ? (2, 4, 3) : (monthPlace - 1, monthPlace + 1, monthPlace + 2)
    guard timePlace < words.count, yearPlace < words.count, let day = Int(words[dayPlace]), (1...31).contains(day),
      var year = Int(words[yearPlace]), (0...9999).contains(year), let time = time(words[timePlace])
    else { return nil }
    // Two digits stand for a year within half a century or so of now.
    if words[yearPlace].count == 2 { year += year < 70 ? 2000 : 1900 }
    return days(year: year, month: month + 1, day: day) * 86_400 + time
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func time(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":").map { Int($0) }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// Days since 1 January 1970 in the Gregorian calendar. The year is taken to begin in March, so that the leap day is
  /// its last.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}
