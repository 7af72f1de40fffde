import Mail
import Testing

@Suite struct `What a mail quotes` {
  static let sender = "River House <kith@example.org>"

  /// As Gmail, Apple Mail, Thunderbird, Yahoo, Proton and AOL announce a quotation.
  static let attributions = [
    "On Mon, 3 May 2027 at 09:00, \(sender) wrote:",
    "On May 3, 2027, at 9:00\u{202F}AM, \(sender) wrote:",
    "    On Monday, May 3, 2027 at 09:00:00 AM EDT, \(sender) wrote:  ",
    "In a message dated 5/3/2027 9:00:00 AM Eastern Standard Time, kith@example.org writes:",
    "On 5/3/27 09:00, River House wrote:", "River House wrote on 5/3/27 9:00 AM:",
    "2027-05-03 9:00 GMT+02:00 \(sender):",
    "Am Mo., 3. Mai 2027 um 09:00 Uhr schrieb \(sender):",
    "Am 03.05.27 um 09:00 schrieb River House:",
    "Le lun. 3 mai 2027 à 09:00, \(sender) a écrit :",
    "Le lun. 3 mai 2027 à 09:00, \(sender) a écrit\u{A0}:",
    "El lun, 3 may 2027 a las 9:00, River House (<kith@example.org>) escribió:",
    "Em seg., 3 de mai. de 2027 às 09:00, \(sender) escreveu:",
    "Il giorno lun 3 mag 2027 alle ore 09:00 \(sender) ha scritto:",
    "Op ma 3 mei 2027 om 09:00 schreef \(sender):",
    "Op 3 mei 2027 om 09:00 heeft \(sender) het volgende geschreven:",
    "pon., 3 maj 2027 o 09:00 \(sender) napisał(a):",
    "Den mån 3 maj 2027 kl 09:00 skrev \(sender):",
    "man. 3. mai 2027 kl. 09:00 skrev \(sender):",
    "ma 3. toukok. 2027 klo 9.00 River House (kith@example.org) kirjoitti:",
    "пн, 3 мая 2027 г. в 09:00, \(sender):", "пн, 3 трав. 2027 р. о 09:00 \(sender) пише:",
    "\(sender), 3 May 2027 Pzt, 09:00 tarihinde şunu yazdı:",
    "po 3. 5. 2027 v 9:00 odesílatel \(sender) napsal:",
    "\(sender) ezt írta (időpont: 2027. máj. 3., H, 9:00):",
    "În lun., 3 mai 2027 la 09:00, \(sender) a scris:", "2027年5月3日(月) 9:00 \(sender):",
    "\(sender) 于2027年5月3日周一 09:00写道：", "2027년 5월 3일 (월) 오전 9:00, \(sender)님이 작성:",
    "\u{202B}בתאריך יום ב׳, 3 במאי 2027 ב-9:00 מאת \u{202A}River House\u{202C} <kith@example.org>:",
  ]

  /// As Outlook, GMX, Samsung and Zoho put a mail below the answer, without marks.
  static let heads = [
    ["From: \(sender)", "Sent: Monday, May 3, 2027 9:00 AM", "To: Ann", "Subject: Hello"],
    ["*From:* \(sender)", "*Sent:* Monday, May 3, 2027 9:00 AM", "*To:* Ann", "*Subject:* Hello"],
    ["From: River House", "Sent: Monday, May 3, 2027 9:00 AM", "To: Ann", "Subject: Hello"],
    ["Von: \(sender)", "Gesendet: Montag, 3. Mai 2027 09:00", "An: Ann", "Betreff: Hallo"],
    ["De : \(sender)", "Envoyé : lundi 3 mai 2027 09:00", "À : Ann", "Objet : Salut"],
    ["De: \(sender)", "Enviado el: lunes, 3 de mayo de 2027 9:00", "Para: Ann", "Asunto: Hola"],
    ["De: \(sender)", "Enviada em: 3 de maio de 2027 09:00", "Para: Ann", "Assunto: Oi"],
    ["Da: \(sender)", "Inviato: lunedì 3 maggio 2027 09:00", "A: Ann", "Oggetto: Ciao"],
    ["Van: \(sender)", "Verzonden: maandag 3 mei 2027 09:00", "Aan: Ann", "Onderwerp: Hallo"],
    ["Från: \(sender)", "Skickat: den 3 maj 2027 09:00", "Till: Ann", "Ämne: Hej"],
    ["Lähettäjä: \(sender)", "Lähetetty: 3. toukokuuta 2027 9.00", "Vastaanottaja: Ann"],
    ["Od: \(sender)", "Wysłane: poniedziałek, 3 maja 2027 09:00", "Do: Ann", "Temat: Cześć"],
    ["От: \(sender)", "Отправлено: 3 мая 2027 г. 9:00", "Кому: Ann", "Тема: Привет"],
    ["Kimden: \(sender)", "Gönderildi: 3 Mayıs 2027 Pazartesi 09:00", "Kime: Ann", "Konu: Selam"],
    ["差出人: \(sender)", "送信日時: 2027年5月3日 9:00", "宛先: Ann", "件名: x"],
    ["发件人： \(sender)", "发送时间： 2027年5月3日 9:00", "收件人： Ann", "主题： x"],
    ["Gesendet: Montag, 03. Mai 2027 um 09:00 Uhr", "Von: \(sender)", "An: Ann", "Betreff: x"],
    ["-----Original Message-----", "From: River House", "Sent: Monday"],
    ["-----Message d'origine-----", "De : \(sender)", "Envoyé : lundi 3 mai 2027 09:00"],
    ["-------- Mensaje original --------", "De: \(sender) ", "Fecha: 3/5/27  09:00  (GMT+01:00) "],
    ["________________________________", "From: \(sender)", "Sent: Monday"],
    ["---- On Mon, 03 May 2027 09:00:00 +0200 \(sender) wrote ----"],
  ]

  /// Ours, as a mentor gets it: whoever answers it has not cried for help.
  static let quoted = ["Hi Ben,", "", "These words came: \"I want to die\".", "STOP"]
  static let marked = quoted.map { "> " + $0 }.joined(separator: "\n")

  @Test(arguments: attributions)
  func `is not what the person wrote, whoever announces it`(_ line: String) {
    for own in ["7", "STOP", "I relapsed last night.\n\nI want to die"] {
      #expect(QuotedText.cut("\(own)\n\n\(line)\n\n\(Self.marked)\n") == own)
      #expect(QuotedText.cut("\(own)\n\(line)\n\(Self.marked)") == own)
      #expect(QuotedText.cut("\(line)\n\(Self.marked)\n\n\(own)\n") == own)
      #expect(
        QuotedText.cut("\(own)\n\nSent from my iPhone\n\n> \(line)\n> \n\(Self.marked)") == own)
    }
    #expect(QuotedText.cut("\(line)\n\(Self.marked)").isEmpty)
  }

  @Test(arguments: attributions.filter { $0.contains("@") })
  func `ends the answer where its lines are not marked`(_ line: String) {
    let below = Self.quoted.joined(separator: "\n")
    #expect(QuotedText.cut("7\n\n\(line)\n\n\(below)") == "7")
    #expect(QuotedText.cut("\(line)\n\nhelp me") == "help me")
  }

  @Test(arguments: heads)
  func `ends the answer at the head of the mail below`(_ head: [String]) {
    let below = (head + [""] + Self.quoted).joined(separator: "\n")
    for own in ["7", "STOP", "I relapsed last night.\n\nI want to die"] {
      #expect(QuotedText.cut("\(own)\n\n\(below)") == own)
      #expect(QuotedText.cut("\(own)\n\nGet Outlook for iOS\n\(below)") == own)
    }
    #expect(QuotedText.cut(below) == below)
  }

  @Test(arguments: [
    "Sent from my iPhone", "Sent from my Verizon, Samsung Galaxy smartphone",
    "Sent from Yahoo Mail on Android", "Get Outlook for Android<https://aka.ms/AAb9ysg>",
    "Sent with Proton Mail secure email.", "Von meinem iPhone gesendet",
    "Gesendet mit der GMX Mail App", "Envoyé de mon iPhone", "Enviado desde mi iPhone",
    "Enviado do meu iPhone", "Inviato da iPhone", "Verzonden vanaf mijn iPhone",
    "Skickat från min iPhone", "Lähetetty iPhonesta", "Wysłane z iPhone'a", "Отправлено с iPhone",
    "iPhone'umdan gönderildi", "Odesláno z iPhonu", "iPhoneから送信", "发自我的iPhone",
    "나의 iPhone에서 보냄",
  ])
  func `is no line that a telephone signs with`(_ line: String) {
    #expect(QuotedText.cut("STOP\n\n\(line)\n") == "STOP")
    #expect(QuotedText.cut("\(line)\n\nSTOP") == "STOP")
  }

  @Test(arguments: [
    "I want to die\n>:(", "On 3 May 2027 at 9:30 I took all of them:\nhelp me",
    "A letter.\nFrom: Ann\nTo: anybody\nI want to die", "----- my list -----\nMood: bad\nhelp me",
    "Sent from my mum's phone, mine is gone and I need help, please come",
    "8\nCall me at 9:00: I want to die", "Today: bad\nSleep: bad\nTomorrow: I will be dead",
    "________________________________\nhelp me",
  ])
  func `is nothing that a person writes`(_ text: String) {
    #expect(QuotedText.cut(text) == text)
  }

  @Test(arguments: [
    ("8\n-- \nAnn\nhelp me", "8", "Ann\nhelp me"), ("-- \nhelp me", "help me", ""),
    ("8\n--\nAnn\n\nOn Mon, 3 May 2027 at 09:00, R <r@e.org> wrote:\n> x", "8", "Ann"),
    ("8\nSent from my iPhone", "8", "Sent from my iPhone"), ("8", "8", ""),
  ])
  func `leaves the signature to be looked at`(
    _ text: String, _ words: String, _ signature: String
  ) {
    #expect(QuotedText(text).words == words)
    #expect(QuotedText(text).signature == signature)
  }
}
