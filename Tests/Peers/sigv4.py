#!/usr/bin/env python3
"""Signs again, with botocore, what recorder.py wrote down, and says whether the signatures agree.

    sigv4.py LOG ACCESS_KEY SECRET_KEY SERVICE REGION

LOG has recorder.py's JSON lines. Prints "agrees" or the two signatures for each; exit 1 on a difference.
"""

import json
import re
import sys

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class SignedAt(SigV4Auth):
    """Signs with the request's own time, and the headers it signed."""

    def __init__(self, credentials, service, region, headers):
        super().__init__(credentials, service, region)
        self.time = headers["x-amz-date"]

    def add_auth(self, request):
        request.context["timestamp"] = self.time
        canonical = self.canonical_request(request)
        return self.signature(self.string_to_sign(request, canonical), request)


def main():
    log, access, secret, service, region = sys.argv[1:]
    wrong = 0
    for line in open(log):
        entry = json.loads(line)
        headers = {name.lower(): value for name, value in entry["headers"]}
        given = headers["authorization"]
        signed = re.search(r"SignedHeaders=([^,]+)", given).group(1).split(";")
        request = AWSRequest(
            method=entry["method"],
            url=f"http://{headers['host']}{entry['path']}",
            headers={name: headers[name] for name in signed},
            data=entry["body"].encode(),
        )
        theirs = SignedAt(Credentials(access, secret), service, region, headers).add_auth(request)
        ours = re.search(r"Signature=([0-9a-f]+)", given).group(1)
        print("agrees" if ours == theirs else f"{ours} is not {theirs}", ";".join(signed), entry["path"])
        wrong += ours != theirs
    sys.exit(1 if wrong else 0)


main()
