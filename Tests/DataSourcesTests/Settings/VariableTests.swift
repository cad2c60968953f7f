import Testing

@testable import DataSources

@Suite struct VariableTests {
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("${A}", "1"), ("x${A}y${B_2}z", "x1y2z"), ("$A $$ $", "$A $$ $"),
    ("$${A}", "$1"), ("${A}${A}", "11"), ("{A}", "{A}"),
  ])
  func expands(_ text: String, _ expanded: String) throws {
    let values = ["A": "1", "B_2": "2"]
    #expect(try #require(VariableText(text)).expanded { values[$0] } == expanded)
  }

  @Test(arguments: ["${", "${}", "${A", "${1A}", "${A B}", "${A-B}", "x${ä}", "${${A}}"])
  func refuses(_ text: String) {
    #expect(VariableText(text) == nil)
  }

  @Test func namesItsVariables() throws {
    #expect(try #require(VariableText("a${B}c${D}${B}")).variables == ["B", "D", "B"])
  }

  @Test func secretsAreHiddenInEverySpelling() {
    let secrets = Secrets(["KEY": "s3cr/t \"key\"", "LONG": "abcdefghijklmnop"])
    #expect(secrets.hidden("x s3cr/t \"key\" y") == "x ${KEY} y")
    #expect(secrets.hidden("?k=s3cr%2Ft%20%22key%22&") == "?k=${KEY}&")
    #expect(secrets.hidden("?k=s3cr/t%20%22key%22&") == "?k=${KEY}&")
    #expect(secrets.hidden(#"{"k": "s3cr/t \"key\""}"#) == #"{"k": "${KEY}"}"#)
    #expect(secrets.hidden(#"{"k": "s3cr\/t \"key\""}"#) == #"{"k": "${KEY}"}"#)
    #expect(secrets.hidden("ABCDEFGHIJKLMNOP") == "${LONG}")
    #expect(secrets.hidden("abcdefghijklmno") == "abcdefghijklmno")
    #expect(secrets.hidden(#"s3cr\u002ft\u0020\u0022key\""#) == "${KEY}")
    #expect(Secrets(["A": "50%25off"]).hidden("50%25off 50%2525off") == "${A} ${A}")
    #expect(secrets.hidden("%") == "%")
    #expect(secrets.hidden("\\") == "\\")
    #expect(secrets.appear(in: "S3CR/T \"KEY\""))
    #expect(!secrets.appear(in: "s3cr"))
  }

  @Test func longSecretsAloneAreTakenOutOfWhatIsStored() {
    let secrets = Secrets(["SHORT": "english", "LONG": "abcdefghijklmnop"])
    let text = Array("english abcdefghijklmnopq english".utf8)
    #expect(String(decoding: secrets.withdrawn(text), as: UTF8.self) == "english ${LONG}q english")
    #expect(String(decoding: secrets.masked(text), as: UTF8.self) == "******* ****************q *******")
    let host = Secrets(["HOST": "content.example.com"], hosts: ["HOST"])
    #expect(host.withdrawn(Array("content.example.com".utf8)) == Array("content.example.com".utf8))
    #expect(host.hidden("content.example.com") == "${HOST}")
    #expect(!host.appear(in: "content.example.com"))
    #expect(Secrets([:]).masked(text) == text)
  }

  @Test func aSecretThatBeginsWithAnotherIsHiddenAsAWhole() {
    #expect(Secrets(["A": "abcd", "B": "abcdefgh"]).hidden("abcdefgh abcd") == "${B} ${A}")
  }

  @Test(arguments: [
    ("Authorization", true), ("X-Api_Key.1", true), ("", false), ("A B", false), ("A:", false), ("Ä", false),
    ("A\n", false), ("Host", false), ("content-length", false), ("Transfer-Encoding", false),
    ("Proxy-Authorization", false), ("If-None-Match", false), ("Range", false),
  ])
  func knowsHeadersThatMayBeSent(_ name: String, _ isGood: Bool) {
    #expect((HTTPOrigin.Header(name: name, value: "x").problem == nil) == isGood)
    #expect(HTTPOrigin.Header(name: name, value: "x\r\nEvil: y").problem != nil)
  }
}
