package import CheckIns
package import Conducting
package import Gateways
internal import Messages
internal import Reading
package import Sealing
internal import Storage
internal import Timekeeping

extension MasterKeys {
  /// The keys that `seal` names. Where there is none yet it is made, but never beside a database:
  /// what is in it would stay sealed for good.
  init(_ configuration: Configuration) throws(ServeFailure) {
    let (settings, credentials) = (configuration.settings, configuration.credentials)
    if let name = settings.sealKeys.first, !Files.exists(credentials.path(name)),
      Files.exists(settings.database)
    {
      throw ServeFailure(
        "seal: expected the key of \(settings.database) in \(credentials.path(name)): without it "
          + "nobody can read that database. Put the file back, from a backup if need be.")
    }
    var random = SystemRandomNumberGenerator()
    let fresh = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    let keys: [[UInt8]]
    do throws(ConfigurationFaults) {
      keys = try SealKeys(configuration, fresh: fresh).keys
    } catch {
      throw ServeFailure(error.faults.map(\.description))
    }
    do throws(SealingFailure) {
      try self.init(current: keys.first ?? [], older: Array(keys.dropFirst()))
    } catch {
      throw ServeFailure("seal: \(error)")
    }
  }
}

extension Configuration {
  /// The gateways by name, for the carrier.
  package var gatewaysByName: [String: Gateway] {
    Dictionary(gateways.map { ($0.name, $0.gateway) }, uniquingKeysWith: { first, _ in first })
  }

  /// What decisions must know of what the operator configured.
  package func rules() throws(ServeFailure) -> Rules {
    let zones = zones
    var rules = Rules(zone: { try? zones.zone($0) }, reader: wording.replies)
    rules.quietHours = settings.quietHours
    rules.catchUp = settings.catchUp
    rules.crisis.notifyMentors = settings.crisis.notify.contains(.mentors)
    rules.crisis.notifyCoordinators = settings.crisis.notify.contains(.coordinators)
    rules.crisis.every = settings.crisis.every
    rules.crisis.notReachedAfter = settings.crisis.notReachedAfter
    rules.textsPerDay = settings.textsPerDay
    rules.mostPerDay = settings.mostPerDay
    rules.routes = routes
    for plan in plans { rules.plans[plan.name] = try stored(plan) }
    for gateway in gateways {
      rules.gateways[gateway.name] = gateway.traits
      rules.gateways[gateway.name]?.canary = canary(of: gateway)
    }
    rules.senderPaces = senderPaces
    return rules
  }

  /// It comes back as a reply where whoever has its number can receive.
  private func canary(of gateway: ConfiguredGateway) -> Canary? {
    guard let canary = gateway.settings.canary else { return nil }
    let receiver = gateways.first { $0.settings.from == canary.to } ?? gateway
    return Canary(
      to: canary.to, every: canary.every, within: canary.within,
      comesAsReply: receiver.carriesPrompts)
  }

  /// By sender; what several gateways say of one is the same (`kith check`).
  private var senderPaces: [String: Pace] {
    var paces: [String: Pace] = [:]
    for gateway in gateways.map(\.settings) {
      guard let sender = gateway.from, let rate = gateway.senderRate else { continue }
      paces[sender] = Pace(count: rate.count, per: rate.per)
    }
    return paces
  }

  private func stored(_ plan: Plan) throws(ServeFailure) -> StoredPlan {
    do throws(StorageFailure) {
      return StoredPlan(digest: try PlanDigest.of(plan), plan: plan)
    } catch {
      throw ServeFailure(error.description)
    }
  }

  package func presentation(keys: MasterKeys) -> Presentation {
    Presentation(
      library: wording.templates, hotlines: wording.hotlines, senderName: settings.senderName,
      country: settings.country, publicURL: settings.publicURL, keys: keys)
  }
}

extension ConfiguredGateway {
  /// What decisions must know of this gateway; all of it comes from its definition.
  var traits: GatewayTraits {
    let definition = gateway.definition
    var traits = GatewayTraits(channel: channel)
    traits.givesReceipts = definition.givesReceipts
    traits.canReceive = carriesPrompts
    traits.confirmsOptOut = definition.confirmsOptOut
    traits.listsReplies = definition.listsReplies || settings.imap != nil
    traits.isProved = definition.isSandbox
    traits.promptInDoubt = Self.doubt(definition.inDoubtPrompt, definition)
    traits.noticeInDoubt = Self.doubt(definition.inDoubtNotice, definition)
    traits.answersStatus = gateway.answersDoubts
    traits.inFlight = settings.inFlight
    traits.budget = settings.budget
    traits.segmentPrice = settings.segmentPrice
    traits.pace = settings.rate.map { Pace(count: $0.count, per: $0.per) }
    traits.sender = settings.from
    return traits
  }

  private static func doubt(_ policy: Definition.InDoubtPolicy, _ definition: Definition)
    -> GatewayTraits.Doubt
  {
    if definition.isIdempotent { return .idempotent }
    return switch policy {
    case .hold: .hold
    case .resend: .resend
    }
  }
}
