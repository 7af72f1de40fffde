import Reading
import Testing

@Suite struct `A YAML file` {
  @Test func `keeps every scalar as the text that stands there`() throws {
    let node = try YAMLReader.read(
      text: "a: +15005550006\nb: no\nc: 09:00\nd: \"\"\ne:\nf: 1e3\n", file: "x.yaml")
    #expect(node["a"]?.text == "+15005550006")
    #expect(node["b"]?.text == "no")
    #expect(node["c"]?.text == "09:00")
    #expect(node["d"]?.text == "")
    #expect(node["e"]?.isNothing == true)
    #expect(node["f"]?.text == "1e3")
  }

  @Test func `marks every value with line, column and key path`() throws {
    let node = try YAMLReader.read(text: "a:\n  - b: 1\n  - c: 2\n", file: "x.yaml")
    let second = try #require(node["a"]?.list?[1]["c"])
    #expect(second.line == 3)
    #expect(second.column == 8)
    #expect(second.keyPath == "a.2.c")
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", "x.yaml:1: a: expected each key once"),
    ("a: [1\nb: 2\n", "x.yaml:2: expected valid YAML"),
    ("a: &x 1\nb: *x\n", "anchors and aliases are not read"),
    ("a: !!int 5\n", "expected a value without a tag"),
    ("a: 1\n---\nb: 2\n", "expected valid YAML"),
    ("", "it is empty"),
    ("? [a, b]\n: c\n", "expected a plain word as key"),
    ("a: \"\u{1}\"\n", "expected"),
    (String(repeating: "[", count: 90) + String(repeating: "]", count: 90), "at most 40 levels"),
  ])
  func `says what is wrong with it`(text: String, says: String) {
    #expect(told(text).contains(says), "\(told(text))")
  }

  @Test func `nested without end is refused`() {
    #expect(told(String(repeating: "[", count: 100_000)).contains("expected valid YAML"))
  }

  @Test func `does not unfold what refers to itself many times`() {
    var text = "a0: &a0 [x, x]\n"
    for i in 1...40 { text += "a\(i): &a\(i) [*a\(i - 1), *a\(i - 1)]\n" }
    #expect(told(text).contains("anchors"))
  }

  private func told(_ text: String) -> String {
    do throws(ReadingFaults) {
      _ = try YAMLReader.read(text: text, file: "x.yaml")
      return ""
    } catch { return error.description }
  }
}

@Suite struct `A form` {
  @Test func `tells unknown keys with the one that was meant, and all faults together`() throws {
    let node = try YAMLReader.read(
      text: "plann: daily\nn: twelve\nflag: maybe\nlist: [a, {b: c}]\n", file: "x.yaml")
    let faults = FaultList()
    let form = Form(node, faults)
    _ = form.requiredText("plan", "a name")
    _ = form.number("n", in: 1...20)
    _ = form.flag("flag")
    _ = form.texts("list")
    form.end()
    #expect(
      faults.faults.sorted().map(\.description) == [
        "x.yaml:1: plan: expected a name, there is none",
        "x.yaml:1: plann: unknown key (did you mean \"plan\"?); "
          + "expected some of plan, n, flag, list",
        "x.yaml:2: n: expected a whole number from 1 to 20, found \"twelve\"",
        "x.yaml:3: flag: expected yes or no, found \"maybe\"",
        "x.yaml:4: list.2: expected a text, found a map",
      ])
  }
}
