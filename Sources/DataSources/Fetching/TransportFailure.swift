import CCurl

extension PageRequest {
  /// What a problem of the transport means to the user. Nothing of the address is said: it may hold a secret.
  func failure(_ problem: TransportProblem, asking address: WebAddress) -> SourceFailure {
    switch problem {
    case .bodyTooLarge:
      return .passing(
        .sourceTooLarge, "the answer is larger than \(settings.maximumBytes) bytes",
        help: "ask for less, or raise `max_bytes`")
    case .headTooLarge: return .passing(.sourceTooLarge, "the server sends headers without end")
    case .refused(let to):
      return .passing(
        .sourceRefused,
        "the host leads to \(request.secrets.hidden(to.text)), which is no address of the internet",
        help:
          "if a server of your own is meant, write that address, or `localhost`, into `url`"
      )
    case .libraryTooOld:
      return .lasting(
        .sourceNoLibcurl, "libcurl is too old to be used safely", help: "install a newer libcurl")
    case .failed(let code): return failure(code, isSecure: address.isSecure)
    }
  }

  private func failure(_ code: Int32, isSecure: Bool) -> SourceFailure {
    switch Int(code) {
    case PRESSTIME_CURL_TIMEOUT: return tooLate
    case PRESSTIME_CURL_NO_ADDRESS:
      return .passing(
        .sourceNoAnswer, "the name of the host is not known",
        help: "look at `url`, and at the network", isWorthRetrying: true)
    case PRESSTIME_CURL_NO_CONNECTION:
      return .passing(
        .sourceNoAnswer, "there is no connection to the host", help: "look at `url`, and at the network",
        isWorthRetrying: true)
    case PRESSTIME_CURL_NO_PROXY_ADDRESS, PRESSTIME_CURL_PROXY_FAILED:
      return .passing(
        .sourceNoAnswer, "there is no connection through the proxy",
        help: "look at `https_proxy` and `http_proxy` of the environment", isWorthRetrying: true)
    case PRESSTIME_CURL_CERTIFICATE, PRESSTIME_CURL_CERTIFICATE_FILE:
      return .passing(
        .sourceNoAnswer, "the server can't prove who it is",
        help:
          "look at its certificate; on a small system the package `ca-certificates` brings those that vouch, "
          + "and `SSL_CERT_FILE` names others")
    case PRESSTIME_CURL_UNSUPPORTED_PROTOCOL where isSecure:
      return .lasting(
        .sourceNoLibcurl, "libcurl on this machine can't do https", help: "install a libcurl with TLS")
    case PRESSTIME_CURL_PARTIAL, PRESSTIME_CURL_NOTHING, PRESSTIME_CURL_SEND, PRESSTIME_CURL_RECEIVE,
      PRESSTIME_CURL_TLS, PRESSTIME_CURL_HTTP2, PRESSTIME_CURL_HTTP2_STREAM:
      return .passing(
        .sourceNoAnswer, "the server broke off", help: "try again later", isWorthRetrying: true)
    case PRESSTIME_CURL_ENCODING:
      return .passing(.sourceBadAnswer, "the compression of the answer can't be undone")
    default:
      let meaning = CurlLibrary.shared?.meaning(code) ?? "error \(code)"
      return .passing(.sourceNoAnswer, "libcurl says \"\(meaning)\"")
    }
  }
}
