import Control
import NIOCore

/// `/api/commands/{name}` and `/api/queries/{name}` for peers whom the kernel vouches for.
struct ControlDoor: Door {
  let desk: any Desk
  let access: WebConfiguration.ControlAccess
  let bodyLimit: Int

  func answer(_ request: WebRequest, on channel: any Channel) async -> WebResponse {
    guard let peer = await channel.peerCredentials()?.peer else {
      return .refused(Refusal(.notAllowed, "Who asks could not be told; nothing was done."))
    }
    guard access.allows(peer, memberOf: await channel.peerGroups()) else {
      return .refused(
        Refusal(
          .notAllowed, "User \(peer.user) may not use this socket: ask to be put into its group."))
    }
    do {
      return try await answer(request, by: .local(peer))
    } catch {
      return .refused(error)
    }
  }

  private func answer(_ request: WebRequest, by caller: Caller) async throws(Refusal)
    -> WebResponse
  {
    guard let segments = request.segments, segments.count == 3, segments[0] == "api" else {
      throw Refusal(.unknown, "There is nothing at this address; see docs/API.md.")
    }
    let name = String(segments[2])
    switch (request.method, segments[1]) {
    case ("POST", "commands"):
      let command = try Command(name: name, json: request.body)
      return .json(try await desk.perform(command, by: caller).json)
    case ("POST", "queries"), ("GET", "queries"):
      let query = try Query(name: name, json: request.body)
      return .json(try await desk.answer(query, by: caller).json)
    default:
      throw Refusal(
        .wrongUsage,
        "\(request.method) is not for this address: POST a command, GET or POST a query.")
    }
  }
}
