import Messages
import Testing

/// Longer tables of what people write in bad moments and on ordinary days.
@Suite struct `A cry for help among many words` {
  private func isHeard(_ text: String) -> Bool? {
    let context = ReplyContext(question: .scale(from: 0, to: 10))
    return Shipped.replies?.read(text, in: context).says(.crisis)
  }

  @Test(arguments: [
    "i want to kms", "I'm gonna kill myself tonight", "thinking of killing myself",
    "i wanna kill my self", "I need to die", "i just want to die", "I just wanna be dead",
    "i want it to be over", "I want to end my life", "I'm ending it tonight",
    "i'm going to end it all tonight", "I can't live like this anymore",
    "i cant take this pain anymore", "I don't want to live", "dont wanna live no more",
    "I don't want to be alive anymore", "I don't wanna exist", "i wish i were dead",
    "I wish I would just die", "wish i could go to sleep and not wake up",
    "I hope I don't wake up tomorrow", "no one would care if I died",
    "everyone would be better off if I was gone", "the world would be better without me",
    "they'd be happier without me", "I'm a burden to everyone", "i have nothing to live for",
    "there's no point in living", "what's the point of living anymore", "life is pointless",
    "I'm so done with life", "I'm tired of living", "I have a plan to end my life",
    "I've got a gun", "I have a loaded gun", "I bought a rope", "I'm going to hang myself",
    "gonna shoot myself", "going to jump off the bridge", "going to overdose tonight",
    "I took a bunch of pills", "I just took all my pills", "took a whole bottle of tylenol",
    "i cut myself again", "I've been cutting", "I want to hurt myself", "thoughts of suicide",
    "Having suicidal thoughts", "feeling suicidal", "suicide", "I'm suicidal", "am suicidal",
    "Im not safe", "Not safe tonight, might hurt myself", "I might do something stupid",
    "i might hurt myself", "can't trust myself tonight", "please help me I want to die",
    "help i'm dying", "I think I'm dying", "I'm overdosing", "I think I OD'd", "OD",
    "my roommate overdosed", "he took too much fentanyl", "she's blue and not breathing",
    "can't breathe", "chest pain", "I had a seizure", "seeing things that aren't there",
    "hearing voices telling me to kill myself", "shaking so bad, stopped drinking yesterday",
    "alcohol withdrawal is bad", "he's going to hurt me", "he threatened to kill me",
    "my boyfriend beat me up", "my husband choked me", "he won't let me leave",
    "I'm scared of him", "being abused at home", "he raped me", "please call the police",
    "call 911", "I'm not ok I want to hurt myself", "no i want to die",
    "7 but thinking about killing myself", "i'm fine. jk i want to die",
    "It's not that I want to die", "not gonna lie, wanna die",
    "Don't call anyone but I want to die", "i dont want to wake up at all",
    "i don't want to wake up tomorrow", "I'm not going because I want to die",
    "not really i want to die", "not today i want to die",
  ])
  func `is heard in the words people use`(text: String) {
    #expect(isHeard(text) == true, "\(text)")
  }

  /// Each of these is near an idiom that is passed over.
  @Test(arguments: [
    "I hurt myself on purpose", "I cut myself on purpose", "I want to end it with pills",
    "I'm going to take my own life", "he hit me hard", "he hit me today",
    "I've been starving myself", "I want to hurt him", "he beat me in front of the kids",
    "he will kill me if I leave", "my husband will kill me if I leave",
    "he'll kill me if he finds out", "about to jump in front of a train",
    "on the edge of the roof", "I'm on the roof of the building", "what's the point of going on",
    "they're better off without me in their lives", "i can't go on my own anymore",
    "don't want to be here in this world", "I see no way out of this",
    "there's no way out of this", "I won't make it to tomorrow",
    "I want to say goodbye to my kids", "seeing things in the walls", "I hurt myself while drunk",
    "took too much on purpose", "my boyfriend is going to kill me", "this is the end of me",
    "I cut myself with a knife", "I want to die for real", "it's over for me now",
    "he hits me every day", "he hits me hard", "I have a plan to die",
    "there is no hope for the future", "I'm in danger of being killed",
    "going to jump in the river", "I don't want to go on the way I am", "dont want to go on",
    "I can't go on my own like this",
  ])
  func `is not covered up by an idiom that looks like it`(text: String) {
    #expect(isHeard(text) == true, "\(text)")
  }

  /// Each of these stands beside words about the past, or about others.
  @Test(arguments: [
    "im lost i want to overdose", "I lost my job and I want to overdose",
    "my brother died I want to overdose too", "lost everything to fentanyl going to od tonight",
    "losing it going to overdose", "I'm suicidal like when I was 15",
    "feeling suicidal again like years ago", "had a seizure 2 minutes ago when I was in the shower",
    "I overdosed an hour ago when I was alone", "my dad died of an overdose and I'm next",
    "survived an overdose want to try again", "was suicidal before and now again",
    "I was suicidal at lunch and still am", "suicidal thoughts have left me no choice",
    "used to be suicidal and am again", "lost him I overdosed",
  ])
  func `is not taken for what is over`(text: String) {
    #expect(isHeard(text) == true, "\(text)")
  }

  @Test(arguments: [
    "swallowed 40 of my moms pills", "took thirty pills", "took like 20 pills",
    "took about 30 xanax",
    "took 2 bottles of pills", "drank bleach", "took all my insulin", "SOS", "🆘",
    "took everything in the cabinet", "ate a whole bottle of tylenol", "took the rest of my meds",
    "took every pill in the house", "took way too many", "took some pills to end it",
    "i over-dosed", "i cant breath", "my friend is blue", "going to end things",
    "i want my life to end", "dont wanna b here nomore", "dont want 2 live", "dont want to b alive",
    "no longer want to live", "I want to not be alive", "cnt go on", "i cant cope anymore",
    "killmyself", "killing my self", "kil my self", "i wan2 die", "want die",
    "I wish I were never born", "wish i was not alive", "rather not be alive",
    "its not worth it anymore", "i feel so hopeless i want it to end", "i want it all to stop",
    "i want the pain to stop", "make it all stop", "cut too deep", "slashed my wrists",
    "bleeding a lot",
  ])
  func `is heard however it is written`(text: String) {
    #expect(isHeard(text) == true, "\(text)")
  }

  @Test(arguments: [
    "lost my friend to an overdose, going to the funeral", "overdosed two years ago, sober now",
    "my cousin died from an overdose last night", "I was suicidal when I was in college",
    "I was suicidal at 15, life is good now", "lost my sister to fentanyl and miss her",
    "it took everything I had", "took 2 pills for my back", "want it to stop raining",
    "ended things with my boyfriend", "my car is blue", "took 5 bottles of water",
    "took twenty minutes", "she is wearing blue",
  ])
  func `is not heard where it is over, or another's`(text: String) {
    #expect(isHeard(text) == false, "\(text)")
  }

  @Test(arguments: [
    "Went to my meeting and feel good", "I called my sponsor, craving passed",
    "had a rough day at work but ok", "I'm in treatment until friday",
    "detox is over, feeling stronger", "going to court tomorrow, wish me luck",
    "my daughter is sick so I'm home", "got my 60 day chip!", "I almost drank but called Ben",
    "no cravings today", "cravings are bad tonight", "craving 7 out of 10",
    "I want to use so bad", "I want to drink", "thinking about drinking",
    "I miss my dad, he died last year", "funeral today", "I'm exhausted", "can't sleep",
    "couldn't sleep, bad dreams", "panic attack last night", "anxiety is high",
    "doctor changed my meds", "my meds make me dizzy", "started suboxone yesterday",
    "methadone clinic is closed today", "my back is killing me", "fell and hurt my knee",
    "hurt my hand at work", "shot my first round of golf", "hit the gym", "cut the grass",
    "cut my hair", "cutting back on coffee", "quit sugar", "stopped by the library",
    "I will stop by later", "I'll end the day with a bath", "we ended up at the beach",
    "cancelled my plans", "the dog threw up", "hanging with friends", "hang gliding was fun",
    "I jumped at the chance", "about to jump on a zoom call", "dying my hair red", "dyed my hair",
    "kids are driving me crazy", "my ex is driving me insane", "boss is a pain",
    "living the dream", "just living day by day", "one day at a time", "let go and let god",
    "I'm still here", "still alive lol", "alive and kicking", "surviving", "it is what it is",
    "under the weather", "feeling blue", "feeling low", "burned out", "dead tired but ok",
    "shot in the arm today, flu vaccine", "took my medicine", "took my vitamins",
    "took 10 mg of melatonin", "I took 3 days off", "passed out early last night",
    "slept like a log", "blacked out", "threw up", "my phone was off", "sorry I missed your text",
    "lost my phone yesterday", "on a train to Boston", "flying home tomorrow",
    "won't be here tomorrow, traveling", "I won't be able to make it tonight",
    "can't make it to the group tonight", "see you at the end of the week",
    "this weekend I'm going to die of boredom", "he killed it on stage",
    "murder mystery night was fun", "watching Die Hard", "gun show traffic was bad",
    "fire drill today", "police stopped me for speeding", "had a fight with my wife",
    "my husband and I argued", "he hit on me at the bar", "hit me with your best shot lol",
    "feel safe now", "I feel safe at home", "breathing exercises helped",
    "could breathe again after the walk", "I promise I won't kill myself",
    "I would never kill myself", "I'm not gonna hurt myself", "i don't want to hurt myself",
    "never thought about suicide", "no suicidal thoughts today", "I am no longer suicidal",
  ])
  func `is not heard on an ordinary day`(text: String) {
    #expect(isHeard(text) == false, "\(text)")
  }
}
