"""An SMPP 3.4 centre with handsets, by smpp.twisted3: smsc.py PORT HANDSETS LOG, in the venv of jasmin.py.

Each text that comes to a handset is a JSON line in LOG: {"from", "to", "coding", "text", "asks"}. A report follows at
once: delivered; undelivered for numbers that end in 8; those that end in 9 the centre does not take. On HANDSETS, a
JSON line {"from", "to", "text"} is a handset's text, in the 7-bit alphabet where it fits, in UCS-2 else, in as many
parts as it needs.
"""

import json
import sys

import messaging.sms.gsm0338  # noqa: F401 (teaches Python the codec "gsm0338")
from smpp.pdu.operations import DeliverSM
from smpp.pdu.pdu_types import (
    CommandStatus, DataCoding, DataCodingDefault, EsmClass, EsmClassGsmFeatures, EsmClassMode, EsmClassType)
from smpp.twisted.config import SMPPServerConfig
from smpp.twisted.protocol import DataHandlerResponse
from smpp.twisted.server import SMPPServerFactory
from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import IRealm, Portal
from twisted.internet import reactor
from twisted.internet.protocol import Factory
from twisted.protocols.basic import LineReceiver
from zope.interface import implementer

WHO, WORD = "kith", "word"
CODECS = {0: "gsm0338", 8: "utf-16-be"}


@implementer(IRealm)
class Anybody:
    def requestAvatar(self, name, mind, *interfaces):
        return interfaces[0], object(), lambda: None


class Centre:
    """Takes what Jasmin submits, and delivers reports and replies over the same connection."""

    def __init__(self, log):
        self.log, self.count, self.smpp = open(log, "a", buffering=1), 0, None

    def taken(self, system, smpp, pdu):
        self.smpp = smpp
        number = pdu.params["destination_addr"].decode()
        coding = {DataCodingDefault.UCS2: 8}.get(pdu.params["data_coding"].schemeData, 0)
        body = pdu.params["short_message"]
        if EsmClassGsmFeatures.UDHI_INDICATOR_SET in pdu.params["esm_class"].gsmFeatures:
            body = body[body[0] + 1:]
        asks = "NO_SMSC" not in str(pdu.params["registered_delivery"].receipt)
        self.log.write(json.dumps({
            "from": pdu.params["source_addr"].decode(), "to": number, "coding": coding, "asks": asks,
            "text": body.decode(CODECS[coding])}) + "\n")
        if number.endswith("9"):
            return CommandStatus.ESME_RINVDSTADR
        self.count += 1
        name = f"C{self.count:07d}"
        if asks:
            state = "UNDELIV" if number.endswith("8") else "DELIVRD"
            reactor.callLater(0.3, self.report, name, state, pdu)
        return DataHandlerResponse(CommandStatus.ESME_ROK, message_id=name)

    def report(self, name, state, pdu):
        text = (f"id:{name} sub:001 dlvrd:{int(state == 'DELIVRD'):03d} submit date:2601010000 "
                f"done date:2601010000 stat:{state} err:{0 if state == 'DELIVRD' else 27:03d} text:none")
        self.deliver(pdu.params["destination_addr"], pdu.params["source_addr"], text.encode(), 0,
                     EsmClass(EsmClassMode.DEFAULT, EsmClassType.SMSC_DELIVERY_RECEIPT))

    def said(self, sender, to, text):
        try:
            coding, most, body = 0, 153, text.encode("gsm0338")
        except UnicodeError:
            coding, most, body = 8, 134, text.encode("utf-16-be")
        plain = EsmClass(EsmClassMode.DEFAULT, EsmClassType.DEFAULT)
        if len(body) <= (160 if coding == 0 else 140):
            return self.deliver(sender, to, body, coding, plain)
        parts = [body[at:at + most] for at in range(0, len(body), most)]
        joined = EsmClass(EsmClassMode.DEFAULT, EsmClassType.DEFAULT,
                          [EsmClassGsmFeatures.UDHI_INDICATOR_SET])
        self.count += 1
        for number, part in enumerate(parts, 1):
            head = bytes([5, 0, 3, self.count % 256, len(parts), number])
            self.deliver(sender, to, head + part, coding, joined)

    def deliver(self, sender, to, body, coding, esm):
        scheme = DataCodingDefault.UCS2 if coding == 8 else DataCodingDefault.SMSC_DEFAULT_ALPHABET
        self.smpp.sendDataRequest(DeliverSM(
            source_addr=sender, destination_addr=to, short_message=body, esm_class=esm,
            data_coding=DataCoding(schemeData=scheme)))


class Handsets(LineReceiver):
    delimiter = b"\n"

    def lineReceived(self, line):
        said = json.loads(line)
        self.factory.centre.said(said["from"], said["to"], said["text"])
        self.sendLine(b"sent")


def main():
    port, handsets, log = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    centre, users = Centre(log), InMemoryUsernamePasswordDatabaseDontUse()
    users.addUser(WHO, WORD)
    settings = SMPPServerConfig(msgHandler=centre.taken, systems={WHO: {"max_bindings": 4}})
    factory = SMPPServerFactory(settings, Portal(Anybody(), [users]))
    reactor.listenTCP(port, factory, interface="127.0.0.1")
    control = Factory.forProtocol(Handsets)
    control.centre = centre
    reactor.listenTCP(handsets, control, interface="127.0.0.1")
    reactor.run()


if __name__ == "__main__":
    main()
