import Foundation
import Interchange
import Models
import Testing

/// What types are called.
@Suite struct NameTests {
  static func types(
    models: [String] = [], routes: [(path: String, type: ValueType)] = [], title: String = "Site"
  ) -> PublishedTypes {
    PublishedTypes(
      title: title, models: ModelSet(models: models.map { Model(name: $0, fields: []) }), urls: [:],
      routes: routes.map { .init(path: $0.path, url: "/" + $0.path, type: $0.type) })
  }

  @Test(arguments: [
    ("api/posts.json", "ApiPosts"), ("api/posts/[post].json", "ApiPostsPost"), ("feed.json", "Feed"),
    ("site.webmanifest", "SiteWebmanifest"), ("v1/night-trains.json", "V1NightTrains"),
    ("2024/[post.publishedAt.year]/x.json", "Root2024PostPublishedAtYearX"), ("[...page].json", "Page"),
    (".json", "Root"), ("a_b.json", "A_b"), ("_x.json", "X"), ("über/日本.json", "Über日本"),
    ("…/🙂.json", "Root"),
    ("a.json.json", "AJson"),
  ]) func aRouteIsCalledByItsPath(_ path: String, _ name: String) {
    #expect(TypeNames(Self.types(routes: [(path, .int)])).routes == [name])
  }

  @Test func noNameIsThereTwice() {
    let picture = RecordType(name: "picture", fields: [.init("a", .int)])
    let types = Self.types(
      models: ["Post", "Picture"],
      routes: [
        ("a-b.json", .int), ("a/b.json", .int), ("a/b/.json", .int), ("picture.json", .record(picture)),
        ("post.json", .list(.record(RecordType(name: "picture", fields: [.init("b", .int)])))),
      ])
    let names = TypeNames(types)
    #expect(names.models == ["Post", "Picture"])
    #expect(names.routes == ["AB", "ABRoute", "ABRoute2", "PictureRoute", "PostRoute"])
    let text = TypeScript.text(of: types)
    #expect(text.contains("export interface PictureRecord {\n  a: number;\n}\n"))
    #expect(text.contains("export interface PictureRecord2 {\n  b: number;\n}\n"))
    #expect(text.contains("export type PictureRoute = PictureRecord;\n"))
    #expect(text.contains("export type PostRoute = PictureRecord2[];\n"))
  }

  @Test func commentsEndWhereTheyEnd() {
    let types = Self.types(routes: [("a*/b.json", .int)], title: "One\n*/ alert(1) /*\u{2028}two")
    let text = TypeScript.text(of: types)
    #expect(text.contains("of One *\\/ alert(1) /* two."))
    #expect(text.contains("/** The JSON at `/a*\\/b.json`. */"))
  }

  @Test func aSiteWithoutJSONHasTypesOfItsModels() {
    let types = Self.types(models: ["Post"])
    #expect(TypeScript.text(of: types).hasSuffix("export interface Post {}\n"))
    #expect(!RouteSchemas.text(of: types).contains("anyOf"))
  }
}
