/// What the command line asks for.
struct Options {
  var work = Work(url: "")
  var requests = 100_000
  var rounds = 3
  var connections = [16, 64, 256]

  init(_ arguments: some Sequence<String>) {
    var numbers: [Int] = []
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--server": work.url = rest.popFirst() ?? ""
      case "--certificates": work.certificates = rest.popFirst()
      case "--http2": work.http2 = true
      default: if let number = Int(argument) { numbers.append(number) }
      }
    }
    requests = numbers.first ?? requests
    rounds = numbers.dropFirst().first ?? rounds
    if numbers.count > 2 { connections = Array(numbers[2...]) }
  }

  var what: String {
    work.http2 ? "HTTP/2 over TLS" : work.url.hasPrefix("https") ? "HTTP/1.1 over TLS" : "HTTP/1.1"
  }
}
