internal import CheckIns
internal import Conducting
internal import Control
internal import Gateways
internal import Logging
internal import Messages
internal import Sealing
internal import ServiceLifecycle
internal import Storage
internal import Systemd
internal import Timekeeping
internal import Transport
internal import WebServer

/// All parts of the running daemon, put together.
struct RunningHouse {
  private let options: ServeOptions
  private let sockets: [InheritedSocket]
  private let logger: Logger
  private let queue: LogQueue
  private let current: CurrentConfiguration
  private let keys: MasterKeys
  private let board: StatusBoard
  private let faults = Faults.ordered()
  private let watchdog: Duration?
  private let lifeSign: LifeSign
  private let spoolPlace = SpoolPlace()
  /// The life sign before this start; nil for a new house.
  private let lastAlive: Instant?
  private let outages = Outages()
  private let lost: LostCallbacks
  private let database = Gate()

  init(
    _ options: ServeOptions, sockets: [InheritedSocket], queue: LogQueue, logger: Logger
  ) throws(ServeFailure) {
    self.options = options
    self.sockets = sockets
    self.queue = queue
    self.logger = logger
    lost = LostCallbacks(tell: { logger.warning("\($0)") })
    current = try CurrentConfiguration(options.places)
    let settings = current.value.settings
    if options.showsPhones, !current.value.isSandbox {
      throw ServeFailure("The pretend phones are shown only where every gateway is the sandbox.")
    }
    keys = try MasterKeys(current.value)
    lifeSign = LifeSign(besideDatabase: settings.database)
    lastAlive = lifeSign.last()
    let manager = ServiceManager()
    watchdog = manager.watchdogInterval()
    board = StatusBoard(watchdog: watchdog, utc: { $0.description }, notify: { manager.notify($0) })
  }

  func run() async throws(ServeFailure) {
    let waker: Waker
    do throws(RunningFailure) { waker = try Waker() } catch {
      throw ServeFailure(error.description)
    }
    let mailbox = DaemonDesk.Box(capacity: 2000, wake: { waker.wake() })
    let carrier = carrier(mailbox)
    let transport: Transport
    do throws(TransportFailure) {
      transport = try Transport(
        mailBody: { (request) throws(WireFailure) in try MailBody.bytes(of: request) },
        deliver: { carrier.completed($0) })
    } catch {
      throw ServeFailure("\(error)")
    }
    carrier.connect(
      { transport.submit($0) }, run: { transport.run($0) },
      cancel: { transport.cancel(ticket: $0) })
    let services = services(waker, mailbox, carrier, transport)
    do {
      try await services.run(logger: quiet)
    } catch let failure as StorageFailure {
      throw ServeFailure(failure.description)
    } catch let fault as WebServerFault {
      throw ServeFailure(fault.sentence)
    } catch {
      throw ServeFailure("\(error)")
    }
  }

  /// The service group tells of every step; ours are enough.
  private var quiet: Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }

  private func services(
    _ waker: Waker, _ mailbox: DaemonDesk.Box, _ carrier: Carrier, _ transport: Transport
  ) -> DaemonServices {
    let board = board
    let answerer = answerer()
    let reload = reload(mailbox, carrier)
    let desk = desk(mailbox, carrier, answerer, reload)
    let conductor = conductor(waker, mailbox, carrier)
    let logger = logger
    return DaemonServices(
      transport: LastService { await transport.shutdown(within: .seconds(5)) },
      conductor: ConductorService(
        thread: conductor, mailbox: mailbox,
        ended: { logger.notice("the conductor ended: \($0)") }),
      others: [
        ReloadService(reload: reload), heartbeat(carrier),
        catchUp(mailbox, carrier, answerer), concerns(desk), fetching(mailbox, carrier, answerer),
      ].compactMap(\.self),
      web: web(desk),
      stopNotice: StopNotice {
        board.stopping()
        mailbox.claimNoMore()
      })
  }

  // MARK: The conductor and what it sends

  private func carrier(_ mailbox: DaemonDesk.Box) -> Carrier {
    let (current, faults) = (current, faults)
    return Carrier(
      gateways: current.value.gatewaysByName,
      notes: MailNotes(besideDatabase: current.value.settings.database) { faults.reach(.reading) },
      normalise: { AddressForm.normalised($0, country: current.value.settings.country) },
      tell: { inquiry, found in
        mailbox.post([
          .input(
            .lookedUp(
              inquiry.message.id, attempt: inquiry.message.attempt, gateway: inquiry.gateway,
              found: found))
        ])
      },
      deliver: { outcomes in
        faults.reach(.answered)
        mailbox.post(
          outcomes.map {
            .input(.outcome($0.attempt.message, attempt: $0.attempt.number, $0.outcome))
          })
      })
  }

  private func conductor(_ waker: Waker, _ mailbox: DaemonDesk.Box, _ carrier: Carrier)
    -> ConductorThread<ConductorCore>
  {
    var limits = ConductorLoop<ConductorCore>.Limits()
    // Without a watchdog it wakes for the life sign.
    limits.aliveEvery = watchdog.map { $0 / 2 } ?? .seconds(60)
    let (current, keys, lifeSign, lastAlive) = (current, keys, lifeSign, lastAlive)
    let (spoolPlace, logger, faults, database) = (spoolPlace, logger, faults, database)
    let effects = effects(carrier)
    let news = ConductorNews(board: board, logger: logger)
    return ConductorThread(
      mailbox: mailbox, waker: waker, limits: limits, tell: { news.take($0) },
      make: {
        defer { database.open() }
        let configuration = current.value
        var random = SystemRandomNumberGenerator()
        let store = try Store.open(
          path: configuration.settings.database, keys: keys, random: &random)
        let conductor = Conductor(
          store: store, rules: try configuration.rules(),
          presentation: configuration.presentation(keys: keys))
        return ConductorCore(
          conductor: conductor, lifeSign: lifeSign, lastAlive: lastAlive, faults: faults,
          spool: spoolPlace.open(
            besideDatabase: configuration.settings.database, keys: keys, logger: logger),
          effects: effects,
          watchers: .init(
            zonesChanged: { !configuration.zones.refresh().isEmpty },
            clockIsKept: SystemClock.isKept))
      })
  }

  private func effects(_ carrier: Carrier) -> ConductorCore.Effects {
    let (board, queue, outages) = (board, queue, outages)
    return ConductorCore.Effects(
      send: { carrier.send($0.map { ($0.message, $0.gateway) }) },
      ask: { carrier.ask($0) },
      journal: { for entry in $0 { queue.append(LogLine(entry)) } },
      health: { board.show($0) }, outage: { outages.tell($0) })
  }

  // MARK: The desk and the listeners

  private func answerer() -> Answerer {
    let clock = SystemClock()
    let spoolPlace = spoolPlace
    return Answerer(
      .init(
        current: current, keys: keys, board: board, clock: clock, version: options.version,
        startedAt: clock.now(), spool: { spoolPlace.spool }, lost: lost, database: database))
  }

  private func desk(
    _ mailbox: DaemonDesk.Box, _ carrier: Carrier, _ answerer: Answerer,
    _ reload: @escaping DaemonDesk.Reload
  ) -> DaemonDesk {
    let spoolPlace = spoolPlace
    return DaemonDesk(
      mailbox: mailbox, carrier: carrier, faults: faults,
      roster: { command throws(Refusal) in try await answerer.entries(command) },
      answering: { (query, caller) throws(Refusal) in
        try await answerer.answer(query, by: caller)
      },
      isLink: { [current, keys] token in
        current.value.presentation(keys: keys).isLink(token, now: SystemClock().now())
      },
      reload: reload, spool: { spoolPlace.spool }, lost: lost)
  }

  private func web(_ desk: DaemonDesk) -> WebServer {
    let settings = current.value.settings
    let (board, logger, roster) = (board, logger, options.roster)
    return WebServer(
      WebConfiguration(
        listeners: Listeners(settings: settings, sockets: sockets, showsPhones: options.showsPhones)
          .all,
        control: .init(group: Listeners.group())),
      desk: desk, callbacks: desk, logger: logger,
      publicURL: { [current] in current.value.settings.publicURL }, isHealthy: { board.isWell },
      opened: { _ in
        board.listening()
        if let roster { await Self.take(roster, desk, logger) }
      })
  }

  /// The sample roster of `kith try`.
  private static func take(_ roster: String, _ desk: DaemonDesk, _ logger: Logger) async {
    do {
      try await desk.firstTurn()
      let text = String(decoding: try Files.read(roster), as: UTF8.self)
      let command = Command.importRoster(.init(text: text, file: roster))
      _ = try await desk.perform(command, by: .phones)
    } catch let refusal as Refusal {
      for line in [refusal.sentence] + refusal.details { logger.error("\(line)") }
    } catch {
      logger.error("\(roster): \(error)")
    }
  }

  // MARK: Beside them

  /// Whoever asks for it, the board tells how it ended.
  private func reload(_ mailbox: DaemonDesk.Box, _ carrier: Carrier) -> DaemonDesk.Reload {
    let (board, taking, turnstile) = (board, taking(mailbox, carrier), Turnstile())
    return {
      // Two at once would leave parts of the daemon with the files of one, others of the other.
      await turnstile.enter()
      board.reloading()
      let fault = await taking()
      board.reloaded(fault: fault)
      await turnstile.leave()
      return fault
    }
  }

  private func taking(_ mailbox: DaemonDesk.Box, _ carrier: Carrier) -> DaemonDesk.Reload {
    let (current, keys, logger) = (current, keys, logger)
    return {
      do throws(ServeFailure) {
        let next = try current.read()
        let event = ConductorEvent.configure(
          try next.rules(), next.presentation(keys: keys))
        let taken: ConductorCore.Answer
        do throws(MailboxRefusal) { taken = try await mailbox.ask(event) } catch {
          throw ServeFailure("\(error)")
        }
        if case .failure(let refusal) = taken {
          throw ServeFailure([refusal.sentence] + refusal.details)
        }
        carrier.replace(gateways: next.gatewaysByName)
        current.replace(with: next)
        logger.notice("reloaded")
        tellConcerns(about: next)
        return nil
      } catch {
        for sentence in error.sentences { logger.error("reload: \(sentence)") }
        let more = error.sentences.count - 1
        return (error.sentences.first ?? "")
          + (more > 0 ? " (and \(more) more: see kith check)" : "")
      }
    }
  }

  /// Only of a daemon that runs: who cannot start says one thing.
  private func concerns(_ desk: DaemonDesk) -> any Service {
    FirstWords {
      guard (try? await desk.firstTurn()) != nil else { return }
      tellConcerns(about: current.value)
    }
  }

  /// What `kith check` would say; pretend phones concern nobody.
  private func tellConcerns(about configuration: Configuration) {
    if options.showsPhones { return }
    var check = ConfigurationCheck(configuration, now: SystemClock().now())
    for concern in check.run() {
      switch concern.weight {
      case .problem: logger.warning("\(concern.fault)")
      case .note: logger.notice("note: \(concern.fault)")
      }
    }
  }

  private func heartbeat(_ carrier: Carrier) -> (any Service)? {
    guard let heartbeat = current.value.settings.heartbeat else { return nil }
    let board = board
    return HeartbeatService(
      every: heartbeat.every, isWell: { board.isWell },
      beat: {
        let request = HTTPRequest(method: "GET", url: heartbeat.url)
        guard case .response(let response) = await carrier.fetch(request) else { return false }
        return (200..<300).contains(response.status)
      })
  }

  /// Mailboxes, and providers that are asked what arrived.
  private func fetching(_ mailbox: DaemonDesk.Box, _ carrier: Carrier, _ answerer: Answerer)
    -> any Service
  {
    let (current, logger, clock, outages) = (current, logger, SystemClock(), outages)
    let since = clock.now() - .hours(1)
    return FetchService(
      FetchService.House(
        roads: {
          FetchedRoads(configuration: current.value, carrier: carrier, since: since).all
        },
        position: {
          let unread = try await Self.unread(of: $0, mailbox, answerer)
          if let kept = try await answerer.position(of: $0) { return kept }
          let road = current.value.gateways.first { [name = $0] in $0.name == name }
          guard let road, road.settings.imap == nil, road.gateway.definition.polledByMoment else {
            return nil
          }
          return unread.since.map { String(($0 - .hours(1)).milliseconds) }
        },
        take: { [faults] gateway, look in
          if !look.replies.isEmpty { faults.reach(.fetched) }
          _ = try await mailbox.ask(
            .input(
              .fetched(
                gateway: gateway, receipts: look.receipts, replies: look.replies,
                position: look.position))
          ).get()
        },
        outagesKnown: { try await Self.unread(of: $0, mailbox, answerer).outages },
        caughtUp: {
          _ = try await mailbox.ask(.input(.caughtUp(gateway: $0, outages: $1))).get()
        },
        unheard: {
          _ = try await mailbox.ask(.input(.unheard(gateway: $0, reason: $1))).get()
        },
        log: { logger.warning("\($0)") }, uptime: { clock.uptime() }, outages: { outages.count }))
  }

  private static func unread(
    of gateway: String, _ mailbox: DaemonDesk.Box, _ answerer: Answerer
  ) async throws -> Unread {
    // The conductor's own connection to the database comes first, and notes the last life sign.
    _ = try await mailbox.ask(.input(.nothing)).get()
    return try await answerer.unread(of: gateway)
  }

  /// After an outage; a provider that has nothing new to list costs one request.
  private func catchUp(_ mailbox: DaemonDesk.Box, _ carrier: Carrier, _ answerer: Answerer)
    -> any Service
  {
    // A life sign in the future says nothing of when it was given.
    let now = SystemClock().now()
    outages.tell(lastAlive.map { $0 > now ? now - .days(1) : $0 })
    return CatchUpService(
      gateways: { carrier.gateways }, outages: outages, normalise: carrier.normalise,
      unread: { try await Self.unread(of: $0, mailbox, answerer) },
      fetch: { await carrier.fetch($0) },
      take: { gateway, replies in
        _ = try await mailbox.ask(
          .input(.callback(gateway: gateway, receipts: [], replies: replies, replayKey: nil))
        ).get()
      },
      caughtUp: {
        _ = try await mailbox.ask(.input(.caughtUp(gateway: $0, outages: $1))).get()
      })
  }
}
