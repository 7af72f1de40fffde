import Messages
import Testing

/// `intent[+also…][=value][/card]` of a reading, as the tables below write it.
private func summary(_ text: String, _ context: ReplyContext = ReplyContext()) -> String {
  guard let reading = Shipped.replies?.read(text, in: context) else { return "no reader" }
  var line = ([reading.intent] + reading.also).map(\.rawValue).joined(separator: "+")
  if let value = reading.value { line += "=" + value }
  if let card = reading.card { line += "/" + card.rawValue }
  return line
}

@Suite struct `Stopping the messages` {
  /// Without any mark, as many people write.
  static let long = String(repeating: "so today we went to the shop and home again and ", count: 6)

  @Test(arguments: [
    "STOP", "stop", "Stop.", "STOP!!!", " stop \n", "Stop please", "please stop", "pls stop now",
    "ok stop", "STOP STOP", "stop thanks", "Stop, thank you so much", "ｓｔｏｐ", "ＳＴＯＰ", "𝐒𝐓𝐎𝐏",
    "S\u{200B}T\u{200B}OP", "\u{202E}STOP\u{202C}", "ЅТОР", "*STOP*", "\"STOP\"", "“stop”",
    "S.T.O.P", "s t o p", "stóp", "🛑", "STOP 🛑", "🇸🇹🇴🇵", "STOP 12345", "Stop it.", "stop all",
    "STOPALL", "Stop all texts", "unsubscribe", "UNSUBSCRIBE ME", "un-subscribe me please",
    "cancel", "Cancel please", "end", "END.", "quit", "QUIT", "revoke", "optout", "opt out",
    "OPT-OUT", "opt me out", "please opt me out", "I want to opt out", "remove", "Remove me", "TD",
    "could you please stop these mails", "stop the e-mails", "no more e-mails", "stop texting me",
    "Please stop texting me.", "can you please stop messaging me",
    "I'm asking you to stop contacting me", "don't text me anymore", "Don’t contact me again",
    "do not text me", "Stop sending me these", "no more texts please", "leave me alone",
    "take me off this list", "unsubscribe me from this", "I no longer want these messages",
    "I don't want these texts", "I don't want to get these anymore", "I want to unsubscribe",
    "Stop. I am done with this.", "I've had enough. Stop.", "ok thanks, please stop texting me",
    "how do I opt out", "Delete my number", "lose my number", "i revoke my consent",
    "stooooop", "stop 😡", "yes stop", "go away", "not interested", "stop sms", "I told you to stop",
    "I want to stop receiving these messages", "I'd like to stop getting texts", "arrêt",
    "Stop, I'm fine", "stop it, I'm fine", "I'm fine, please stop", "stop no", "7 stop", "7, stop",
    "No. Stop it.", "STOPSTOP", "st0p", "unsubcribe", "ꜱᴛᴏᴘ", "stop help", "pls stop msging me",
    "Stop\n\nSent from my iPhone",
    "stop checking on me", "Stop with the messages", "cancel my subscription", "end these messages",
    "I want you to stop texting me", "stop messaging this number", "no more messages",
    "withdraw my consent", "Stop asking me how I am!", "hi, stop", "sorry but stop texting me",
  ])
  func `is understood`(text: String) {
    #expect(summary(text).hasPrefix("stop"), "\(text)")
  }

  @Test(arguments: [
    "quit my job today", "I can't stop", "I cant stop drinking", "stop by later?", "I quit",
    "don't stop", "please don't stop texting me", "my ex won't stop texting me", "make it stop",
    "I want to stop", "I want to quit", "the end of the day", "nonstop work", "bus stop",
    "I stopped smoking", "never stop believing", "It has to end", "I'll cancel my dentist",
    "cancel that order", "tell him to stop texting me", "end of story", "I quit drinking in May",
    "I had to stop at the shop", "weekend", "stop worrying about me lol", "the rain won't stop",
    "quit smoking today!", "I removed it", "He should stop", "can't stop won't stop",
    "ended up fine", "back to the start", "one stop shop", "quitting is hard", "I want to end",
    "stop it hurts so much", "please, don't stop", "no, don't stop", "can't, won't stop",
    Self.long + "he will not stop texting me", Self.long + "don't take me off my meds",
    Self.long + "I can not stop",
  ])
  func `is not read into other words`(text: String) {
    #expect(!summary(text).contains("stop"), "\(text)")
  }

  @Test(arguments: [
    ("STOP. I want to die", "stop+crisis/general"),
    ("stop i want to kill myself", "stop+crisis/general"),
    ("I want to die. Stop texting me.", "stop+crisis/general"),
    ("Please stop texting me, I'm going to kill myself", "stop+crisis/general"),
    ("STOP he is going to kill me", "stop+crisis/danger"),
    ("make it stop I want to die", "crisis/general"),
    ("I can't stop, I think I overdosed", "crisis/overdose"),
    ("Wrong number, stop texting me", "wrong+stop"),
  ])
  func `and a cry for help are read apart`(text: String, expected: String) {
    #expect(summary(text) == expected)
  }

  @Test(arguments: [
    ("START", "start"), ("start please", "start"), ("Unstop", "start"), ("subscribe", "start"),
    ("sign me up", "start"), ("START!", "start"), ("start again", "start"),
    ("I want to start over", "unknown"), ("starting tomorrow", "unknown"), ("yes", "unknown"),
  ])
  func `is undone by a start word`(text: String, expected: String) {
    #expect(summary(text) == expected)
  }

  @Test(arguments: [
    ("yes", ReplyContext.Standing.invited, "start"), ("Yes!", .invited, "start"),
    ("ok", .invited, "start"), ("sure thanks", .invited, "start"), ("👍", .invited, "start"),
    ("yes please", .invited, "start"), ("no", .invited, "stop"), ("No thanks", .invited, "stop"),
    ("yes", .optedOut, "start"), ("no", .optedOut, "unknown"), ("STOP", .invited, "stop"),
    ("who is this", .invited, "help"), ("what's this about", .invited, "unknown"),
  ])
  func `makes yes mean start, and only then`(
    text: String, standing: ReplyContext.Standing, expected: String
  ) {
    #expect(summary(text, ReplyContext(standing: standing)) == expected)
  }
}

@Suite struct `A cry for help` {
  @Test(arguments: [
    "I want to die", "i wanna die", "I want to kill myself", "im going to kill myself", "kms",
    "KILL MYSELF", "thinking about suicide", "I'm suicidal", "feeling suicidal tonight",
    "i dont want to live anymore", "I don't want to be here anymore", "I don't want to wake up",
    "I wish I was dead", "wish i wasn't here", "better off without me", "no reason to live",
    "want to end it all", "I'm going to end it", "i can't go on", "cant do this anymore",
    "I can’t take it anymore", "goodbye forever", "I have a gun and i'm done",
    "took all my pills", "cutting myself again", "I hurt myself", "self-harm", "self harm",
    "I don't want to die", "nothing left to live for", "everyone would be better off without me",
    "what's the point of living", "ｉ ｗａｎｔ ｔｏ ｄｉｅ", "i w\u{200B}ant to d\u{200D}ie",
    "I want to dіe", "wanna unalive myself", "k1ll myself", "sucidal", "8, but I want to die",
    "yes I'm fine, just kidding, I want to kill myself", "I'm not going to lie I want to die",
    "I don't know if I want to kill myself", "why not just kill myself", "in crisis",
    "not safe with myself", "slit my wrists", "jump off a bridge", "jump in front of a train",
    "I am a burden", "ready to die", "Ann says she wants to kill herself",
    "he is going to hurt himself", "I can't keep going", "life isn't worth living",
    "I'm thinking of ending my life", "please let me die", "i want to go to sleep forever",
    "this is my last message", "Nobody would miss me", "I want to hurt someone",
    "wont be here tomorrow", "am I not allowed to die? I want to die",
    "I feel like dying", "I feel like I'm dying inside", "i want to disappear", "there's no hope",
    "I can't anymore", "what's the point", "whats the point of all this", "I don't see a future",
    "no future for me", "i have the pills in my hand", "standing on the bridge", "im on the roof",
    "I'm on a bridge and thinking about jumping", "going to jump", "gave away my stuff",
    "my kids would be better off", "you won't hear from me again",
    "thank you for everything, goodbye", "tell my mom I love her", "I love you all goodbye",
    "it's over for me", "im done fighting", "took 20 xanax", "i took 30 pills",
    "drank a whole bottle of vodka and took pills", "she's not waking up", "he isn't responding",
    "he od'd", "my chest hurts", "i'm shaking and sweating",
    "haven't had a drink in 2 days and I'm shaking", "my dad beats me",
    "im hiding in the bathroom", "he is outside my door", "someone is following me",
    "I'm afraid for my life", "i feel unsafe", "not safe here", "help he's here", "911",
    "call an ambulance", "I want to hurt my boyfriend", "i was suicidal and want to die now",
  ])
  func `is heard`(text: String) {
    #expect(summary(text).hasPrefix("crisis"), "\(text)")
    #expect(summary(text, ReplyContext(question: .yesNo)).hasPrefix("crisis"), "\(text)")
    #expect(summary(text, ReplyContext(question: .text)).hasPrefix("crisis"), "\(text)")
  }

  @Test(arguments: [
    "dying to see you", "I'm dying to know!", "killing it today", "killed it at the interview",
    "this traffic kills me", "This traffic is killing me", "my feet are killing me",
    "my phone died", "my battery is dying", "died laughing", "I'm dying 😂", "to die for",
    "my mom is going to kill me", "my mom will kill me if i'm late", "kill time", "dead tired",
    "I'm not suicidal", "not going to kill myself, don't worry", "I don't want to kill myself",
    "I would never hurt myself", "I cut myself shaving", "hurt myself at the gym",
    "suicide squad was fun", "suicide prevention walk today", "hang out with friends",
    "ended it with my boyfriend", "end the day with tea", "hit me up later", "beats me",
    "that really hit me hard", "quit cold turkey sandwiches lol", "overdose awareness day",
    "I've never been suicidal", "no thoughts of suicide", "narcan training was good",
    "took too long", "took my pills this morning", "I took the whole family to the beach",
    "I'm 30 days off fentanyl", "jump in the pool", "jumped in the shower",
    "I don't want to go on a trip", "say goodbye to my old boss", "I'd kill for a coffee",
    "embarrassed I wanted to die", "old habits die hard", "not in any danger of falling asleep",
    "identity crisis", "seizing the day", "it was good", "no", "I hate mondays",
    "my back hurts me to no end", "could murder a burger", "dodged a bullet", "stairs kill me",
    "that movie was so odd", "I had an odd day", "took 2 tylenol", "took 5 deep breaths",
    "hanging in there", "I died when I saw that lol", "this is killing me",
    "my job is killing me but I'm at 7", "i'd die without coffee", "i nearly died of laughter",
    "dying of heat", "I am dying to go home", "suicidal thoughts are gone, 8",
    "used to be suicidal", "my uncle killed himself in 2019", "a friend died of overdose",
    "lost my friend to overdose yesterday", "5, no thoughts of hurting myself",
    "overdosed two years ago, 30 days now", "I had a good day, took my meds and went for a walk",
    "took my pills", "shaking my head lol", "made a smoothie, feeling ok",
    "had a plan for the weekend and it went well", "my son is driving me up the wall",
    "the kids are killing me today haha", "thinking about jumping back into the gym",
    "going to jump in the shower", "ready to jump on a call", "I love you all, thanks",
    "goodbye for now", "see you later bye", "it's over, finally done with exams",
    "done with work", "im done for today", "so tired today", "on the roof fixing tiles",
    "walking on the bridge with my dog", "no future plans yet", "I quit drinking 10 days ago",
    "I don't drink anymore", "can't wait for tomorrow", "cant do tomorrow, busy",
    "can't do this today sorry", "there is hope", "no hope of getting tickets",
    "he is outside playing", "someone followed me on instagram", "I'm on the train",
    "I'm up on the news", "sitting on the balcony with coffee", "what's the point of this survey",
    "he hit the ball", "shot hoops with friends", "gave away my old couch", "my heart is full",
  ])
  func `is not read into idioms and denials`(text: String) {
    #expect(!summary(text).contains("crisis"), "\(text)")
  }

  @Test(arguments: [
    ("I think I overdosed", "overdose"), ("took too much", "overdose"),
    ("he's not breathing", "overdose"), ("I took too many", "overdose"), ("OD", "overdose"),
    ("cant wake her up", "overdose"), ("lips are blue", "overdose"),
    ("shaking and can't stop shaking", "withdrawal"), ("I'm seeing things", "withdrawal"),
    ("bad withdrawals", "withdrawal"), ("had a seizure", "withdrawal"),
    ("he hits me", "danger"), ("He's hurting me", "danger"), ("my husband hit me", "danger"),
    ("scared to go home", "danger"), ("he is going to kill me", "danger"),
    ("he has a gun", "danger"), ("I was raped", "danger"), ("call 911", "danger"),
    ("I overdosed, I want to die", "overdose"), ("in withdrawal and want to die", "withdrawal"),
  ])
  func `gets the card that fits`(text: String, card: String) {
    #expect(summary(text) == "crisis/\(card)")
  }

  @Test(arguments: [
    "I'm not suicidal, 8", "not going to kill myself 7", "no thoughts of suicide 5",
  ])
  func `that is denied is no score either`(text: String) {
    #expect(summary(text, ReplyContext(question: .scale(from: 0, to: 10))) == "unknown")
  }

  @Test func `leaves an acknowledgement in force`() {
    #expect(
      summary("A2 but I want to die myself", ReplyContext(openAlerts: 1))
        == "crisis+ack=2/general")
  }
}

@Suite struct `A mentor's word` {
  @Test(arguments: [
    ("A1", "ack=1"), ("a1", "ack=1"), ("a 1", "ack=1"), ("A1.", "ack=1"), ("a1 thanks", "ack=1"),
    ("A-1", "ack=1"), ("ok A1", "ack=1"), ("A1 I'll call him now", "ack=1"), ("A12", "ack=12"),
    ("a01", "ack=1"), ("Ａ１", "ack=1"), ("N1", "handback=1"), ("n 1 sorry", "handback=1"),
    ("n1 can't today", "handback=1"), ("N1!", "handback=1"), ("ok", "ack"), ("OK!", "ack"),
    ("ok thanks", "ack"), ("On it", "ack"), ("will do", "ack"), ("👍", "ack"), ("yes", "ack"),
    ("I can't", "handback"), ("sorry, can't right now", "handback"), ("no", "handback"),
    ("I'll call her", "ack"), ("I can't reach her", "unknown"), ("ok who is it?", "unknown"),
    ("A", "unknown"), ("1", "unknown"), ("Tell her A1", "ack=1"),
  ])
  func `is heard where one alert is open`(text: String, expected: String) {
    #expect(summary(text, ReplyContext(openAlerts: 1)) == expected)
  }

  @Test(arguments: [
    ("ok", 2, false, "unknown"), ("ok", 0, false, "unknown"), ("ok", 1, true, "unknown"),
    ("A2", 2, false, "ack=2"), ("A1", 0, false, "ack=1"), ("A2", 1, true, "ack=2"),
    ("no", 2, false, "unknown"), ("steak with a1 sauce again today", 0, false, "unknown"),
  ])
  func `is bare only with exactly one alert and no own question`(
    text: String, alerts: Int, own: Bool, expected: String
  ) {
    let context = ReplyContext(hasOpenQuestion: own, openAlerts: alerts)
    #expect(summary(text, context) == expected)
  }

  @Test func `a 1 answers a scale where no alert is open`() {
    let scale = ReplyContext(question: .scale(from: 0, to: 10))
    #expect(summary("a 1", scale) == "answer=1")
    #expect(summary("A1", scale) == "ack=1")
  }
}

@Suite struct `A command` {
  @Test(arguments: [
    ("HELP", "help"), ("help", "help"), ("Help!", "help"), ("info", "help"),
    ("help me please", "help+talk"), ("I need help", "help+talk"), ("TALK", "talk"),
    ("call me", "talk"), ("CALL", "talk"), ("Can someone call me?", "talk"),
    ("I need to talk", "talk"), ("can we talk", "talk"), ("please call", "talk"),
    ("I really want to talk to someone", "talk"), ("don't call me", "unknown"),
    ("PAUSE", "pause"), ("pause 3d", "pause=3d"), ("Pause for 3 days", "pause=3d"),
    ("pause two weeks please", "pause=2w"), ("pause a week", "pause=1w"),
    ("PAUSE 1 month", "pause=30d"), ("pause until friday", "pause"), ("BREAK", "pause"),
    ("pause 12h", "pause=12h"), ("pause button on my tv broke today", "unknown"),
    ("RESUME", "resume"), ("I'm back", "resume"), ("LESS", "less"), ("less please", "less"),
    ("less often", "less"), ("MORE", "more"), ("more tired than yesterday", "unknown"),
    ("QUIET 22-8", "quiet=22:00-08:00"), ("quiet 10pm-7:30am", "quiet=22:00-07:30"),
    ("quiet 22:30 to 7", "quiet=22:30-07:00"), ("quiet 10-8", "quiet=22:00-08:00"),
    ("quiet from 9pm until 8am", "quiet=21:00-08:00"), ("quiet off", "quiet=none"),
    ("QUIET", "quiet"), ("quiet 25-8", "unknown"), ("SNOOZE", "snooze"),
    ("snooze 2h", "snooze=2h"), ("snooze 30 min", "snooze=30m"), ("later", "snooze"),
    ("SKIP", "skip"), ("skip today", "skip"), ("TIP", "tip"), ("tip please", "tip"),
    ("tip sleep", "tip=sleep"), ("WHO", "who"), ("who sees this?", "who"), ("who knows", "who"),
    ("Thanks!", "thanks"), ("thank you so much", "thanks"), ("thx", "thanks"), ("❤️", "thanks"),
    ("ty 🙏", "thanks"), ("SHARE 30 days today!", "share=30 days today!"), ("share", "share"),
    ("Share: got the job", "share=got the job"), ("SLIP", "slip"), ("I slipped", "slip"),
    ("I drank last night", "slip"), ("AWAY 3d", "away=3d"), ("away until monday", "away"),
    ("wrong number", "wrong"), ("WRONG", "wrong"), ("You have the wrong number", "wrong"),
    ("sorry, wrong person", "wrong"), ("hello", "unknown"), ("", "unknown"), ("???", "unknown"),
    ("the weather is nice and I went for a walk", "unknown"),
  ])
  func `is the whole message`(text: String, expected: String) {
    #expect(summary(text) == expected)
  }

  @Test(arguments: [
    ("quiet", "answer=quiet"), ("more", "answer=more"), ("thanks", "answer=thanks"),
    ("QUIET", "quiet"), ("HELP", "help"), ("pause 2d", "pause=2d"),
    ("Went well, saw my sister", "answer=Went well, saw my sister"),
    ("fine. can someone call me", "answer+talk=fine. can someone call me"),
    ("  ok \n", "answer=ok"),
  ])
  func `leaves ordinary words to an open text question`(text: String, expected: String) {
    #expect(summary(text, ReplyContext(question: .text)) == expected)
  }
}

@Suite struct `An answer` {
  @Test(arguments: [
    ("yes", "yes"), ("Yes.", "yes"), ("Y!", "yes"), ("Yep", "yes"), ("Yep!", "yes"), ("ya", "yes"),
    ("YES", "yes"), ("yeah thanks", "yes"), ("yup 😊", "yes"), ("👍", "yes"), ("👍🏽", "yes"),
    ("ok", "yes"), ("I'm good", "yes"), ("doing well", "yes"), ("all good!", "yes"),
    ("yes I'm ok, went for a run", "yes"), ("not bad", "yes"), ("sure", "yes"), ("Yess", "yes"),
    ("I'm doing good today", "yes"), ("fine", "yes"), ("hi, yes", "yes"), ("y", "yes"),
    ("no", "no"), ("No.", "no"), ("nope", "no"), ("nah", "no"), ("N", "no"), ("not really", "no"),
    ("No, I drank", "no"), ("no i'm not", "no"), ("not good", "no"), ("not so great", "no"),
    ("👎", "no"), ("not today", "no"), ("no sorry", "no"), ("Ｎｏ", "no"), ("i'm not ok", "no"),
    ("not doing well", "no"),
    ("hanging in there", "yes"), ("never better!", "yes"), ("yesssss", "yes"), ("I did", "yes"),
    ("Good morning! Doing well", "yes"), ("no worries", "yes"), ("still sober", "yes"),
    ("so far so good", "yes"), ("nooooo", "no"), ("bad day", "no"), ("haven't yet", "no"),
    ("nah im struggling", "no"), ("Nope, rough day", "no"), ("no I didn't", "no"),
    ("could be better", nil), ("i do not know", nil), ("I have a headache", nil),
    ("i was late", nil), ("right now I'm tired", nil), ("Good morning", nil), ("yes/no", nil),
    ("okay-ish", nil), ("well I don't know", nil), ("no idea", nil), ("better not", nil),
    ("yes but please call", nil), ("tired but ok", nil), ("day 45!", nil),
    ("yes but I'm struggling", nil), ("no cravings today", nil), ("no, all good", nil),
    ("yes and no", nil), ("maybe", nil), ("eyes", nil), ("nothing", nil), ("yesterday", nil),
    ("I know", nil), ("fine, I had a relapse", nil), ("meh", nil),
  ])
  func `to yes or no is read as people type`(text: String, value: String?) {
    let reading = Shipped.replies?.read(text, in: ReplyContext(question: .yesNo))
    #expect(reading?.value == value, "\(text)")
    #expect((reading?.says(.answer) ?? false) == (value != nil))
  }

  @Test(arguments: [
    ("7", "7"), ("7.", "7"), (" 7 ", "7"), ("7!", "7"), ("8/10", "8"), ("8 / 10", "8"),
    ("8 out of 10", "8"), ("about a 6", "6"), ("seven", "7"), ("Ten", "10"), ("0", "0"),
    ("zero", "0"), ("a 6", "6"), ("6ish", "6"), ("I'm at a 7 today", "7"), ("I'd say 5", "5"),
    ("maybe a 4", "4"), ("probably around 3 today", "3"), ("8 thanks", "8"), ("７", "7"),
    ("7️⃣", "7"), ("🔟", "10"), ("5, thanks for asking", "5"), ("10/10", "10"), ("#8", "8"),
    ("8 😊", "8"), ("score: 7", "7"), ("Score:7", "7"), ("7 - good", "7"), ("pretty good, 8", "8"),
    ("8! 8!", "8"), ("٧", "7"), ("8, didn't drink", "8"), ("today 6", "6"),
    ("feeling like a 2", "2"),
    ("11", nil), ("-1", nil), ("6.5", nil), ("6-7", nil), ("7 or 8", nil), ("3 beers", nil),
    ("8 days", nil), ("8am", nil), ("8 am", nil), ("at 8:30", nil), ("8/12", nil), ("$5", nil),
    ("me and 3 friends went out", nil), ("7 but I relapsed", nil), ("3 I'm scared", nil),
    ("I had 2 drinks and then walked home and slept until 9", nil), ("see you at 7 tonight", nil),
    ("thanks <3", nil), ("8 :3", "8"), ("1,000", nil), ("2nd try", nil), ("100", nil),
    ("5 of us", nil), ("one of those days", nil), ("no one", nil), ("good", nil),
  ])
  func `on a scale is one number in few words`(text: String, value: String?) {
    let context = ReplyContext(question: .scale(from: 0, to: 10))
    let reading = Shipped.replies?.read(text, in: context)
    #expect(reading?.intent == .answer ? reading?.value == value : value == nil, "\(text)")
  }

  @Test(arguments: [
    ("tea", "tea"), ("Tea!", "tea"), ("1", "tea"), ("2", "black coffee"), ("TEA please", "tea"),
    ("black coffee", "black coffee"), ("black coffee thanks", "black coffee"),
    ("two", "black coffee"),
    ("number 3", "more"), ("more", "more"), ("tea or more", nil), ("not tea", nil), ("4", nil),
    ("0", nil), ("coffee", nil),
  ])
  func `is one of the choices`(text: String, value: String?) {
    let context = ReplyContext(question: .choice(["tea", "black coffee", "more"]))
    #expect(Shipped.replies?.read(text, in: context).value == value, "\(text)")
  }

  @Test(arguments: [
    ("6, can someone call me", "answer+talk=6"), ("no, I slipped", "answer+slip=no"),
    ("8 THANKS", "answer=8"),
  ])
  func `keeps what else was said`(text: String, expected: String) {
    let scale = summary(text, ReplyContext(question: .scale(from: 0, to: 10)))
    let yesNo = summary(text, ReplyContext(question: .yesNo))
    #expect(scale == expected || yesNo == expected)
  }
}
