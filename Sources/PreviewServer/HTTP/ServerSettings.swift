/// Where a server listens, and whom it answers.
package struct ServerSettings: Sendable {
  /// A name or an address: `localhost`, `192.168.1.5`, `0.0.0.0`.
  package var host: String
  /// 0 stands for any that is free.
  package var port: Int
  /// Whether the next free port is taken when this one is not.
  package var triesNextPorts: Bool
  /// Names of hosts that requests may be for besides those that are served, as tunnels have them.
  package var allowedHosts: [String]
  /// How many threads make answers.
  package var jobs: Int
  /// More connections at once are closed.
  package var maximumConnections = 1200
  /// Seconds within which a request must be whole, and after which a connection without one is closed.
  package var requestSeconds: Int64 = 10
  package var idleSeconds: Int64 = 60

  package init(
    host: String = "localhost", port: Int = 8000, triesNextPorts: Bool = true, allowedHosts: [String] = [],
    jobs: Int = 2
  ) {
    self.host = host
    self.port = port
    self.triesNextPorts = triesNextPorts
    self.allowedHosts = allowedHosts
    self.jobs = max(1, jobs)
  }
}

/// Why a server can't listen.
package struct ServerError: Error {
  package let reason: String
}
