import Diagnostics
import Testing

@testable import SitePipeline

@Suite struct PictureEngineTests {
  private func config(_ text: String) -> SiteConfig {
    var reader = ConfigReader(
      source: SourceFile(path: "content/site.toml", bytes: Array(text.utf8)), folderName: "site",
      findZone: { _ in nil })
    return reader.read()
  }

  @Test func withoutLibvipsItIsSaidHowToGetIt() {
    let found = PictureEngine.find(config("title = \"A\"\n[images]\nengine = \"vips\"\n"), library: nil)
    #expect(found.engine == nil)
    #expect(found.problem?.code.name == "image.no-libvips")
    #expect(found.problem?.location?.line == 3)
    #expect(found.problem?.help.first?.contains("apt-get install libvips42") == true)
  }

  @Test func aSiteThatAsksForNothingNeedsNothing() {
    let found = PictureEngine.find(config("title = \"A\"\n"), library: nil)
    #expect(found.engine == nil && found.problem == nil)
  }
}
