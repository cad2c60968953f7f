package import Diagnostics

/// What `[sources.NAME]` or `[data.NAME]` of `site.toml` says, checked as far as it can be without an answer.
package struct SourceSettings: Sendable, Hashable {
  /// Where the data comes from.
  package enum Origin: Sendable, Hashable {
    /// A file of the site, by its path from the site's root: JSON, YAML or TOML by its suffix.
    case file(String)
    case http(HTTPOrigin)
  }

  /// What a source gives to the site.
  package enum Shape: Sendable, Hashable {
    /// A collection with an entry for each item of a list.
    case entries
    /// One value for templates, as `data.NAME`.
    case value
  }

  package enum OnError: Sendable, Hashable {
    /// An answer that can't be used is an error, even when an older one could be.
    case fail
    /// It is a warning while there is an older one that is not too old.
    case warn
  }

  package var name: String
  package var shape: Shape
  package var origin: Origin
  /// Where the items are in the answer: names of members, from its top; empty when it is the list itself.
  package var items: [String]
  /// The type's name as `site.toml` spells it.
  package var model: String
  /// How old an answer may be before it is asked for again.
  package var revalidate: Age
  /// How old an answer may be that stands in for one that could not be had.
  package var maxStale: Age
  package var onError: OnError
  /// Where its name stands in `site.toml`.
  package var declaration: Location

  package init(
    name: String, shape: Shape, origin: Origin, items: [String], model: String, revalidate: Age,
    maxStale: Age,
    onError: OnError, declaration: Location
  ) {
    self.name = name
    self.shape = shape
    self.origin = origin
    self.items = items
    self.model = model
    self.revalidate = revalidate
    self.maxStale = maxStale
    self.onError = onError
    self.declaration = declaration
  }
}

/// What is asked over HTTP, and what may be.
package struct HTTPOrigin: Sendable, Hashable {
  package struct Header: Sendable, Hashable {
    package var name: String
    /// With `${NAME}` for variables of the environment, which are put in where the request is made and nowhere else.
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// As `site.toml` spells it, with `${NAME}` for variables of the environment: what messages, the cache and the lock
  /// file call it.
  package var url: String
  package var headers: [Header]
  /// The member of an answer that has the address of the next page, from the top; empty when the `Link` header is asked.
  package var next: [String]
  /// Hosts beside that of `url` that redirects and next pages may lead to.
  package var hosts: [String]
  /// Seconds until an answer is there as a whole.
  package var timeout: Int
  /// Of all pages of an answer together.
  package var maximumBytes: Int
  package var maximumPages: Int

  package init(
    url: String, headers: [Header] = [], next: [String] = [], hosts: [String] = [], timeout: Int = 10,
    maximumBytes: Int = 64 << 20, maximumPages: Int = 100
  ) {
    self.url = url
    self.headers = headers
    self.next = next
    self.hosts = hosts
    self.timeout = timeout
    self.maximumBytes = maximumBytes
    self.maximumPages = maximumPages
  }
}
