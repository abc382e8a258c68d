#!/usr/bin/env python3
"""The test system of UPS by itself: a token, and one call a parcel."""

import json
import sys

sys.dont_write_bytecode = True

import faulty  # noqa: E402
import resting  # noqa: E402
from serving import SAMPLES, Systems, Tap, basic, query, unlike  # noqa: E402

tap = Tap()
TOKEN = "/ups/security/v1/oauth/token"
CLIENT = {"Authorization": basic("ups-client-of-the-test-systems", "ups-secret-of-the-test-systems")}
NAMED = {"transId": "1", "transactionSrc": "counterfoil"}


def ask_token(server, headers=None, form=b"grant_type=client_credentials"):
    return server.ask(TOKEN, {**CLIENT, **resting.FORM, **(headers or {})}, "POST", form)


def get(server, key, number, headers=None, **parameters):
    return server.ask(query(f"/ups/api/track/v1/details/{number}", **parameters), {**key, **NAMED, **(headers or {})})


def package(answer):
    return answer.json["trackResponse"]["shipment"][0]["package"][0]


def code(answer):
    return answer.json["response"]["errors"][0]["code"]


def check_refusals(server, key, numbers):
    answer = ask_token(server, {"Authorization": basic("nobody", "nothing")})
    tap.ok(answer.status == 401 and code(answer) == "10401", "no token for a client that is none")
    tap.ok(ask_token(server, form=b"grant_type=password").status == 400, "nor for another grant")
    for headers in ({"Authorization": "Bearer eyJ"}, CLIENT):
        answer = get(server, headers, numbers[0])
        tap.ok(answer.status == 401 and code(answer) == "250002", "no parcel without a token")
    for missing in NAMED:
        headers = {k: v for k, v in NAMED.items() if k != missing}
        answer = server.ask(f"/ups/api/track/v1/details/{numbers[0]}", {**key, **headers})
        tap.ok(answer.status == 400, f"nor without {missing}")
    tap.ok(get(server, key, numbers[0], language="en_US").status == 400 and
           get(server, key, numbers[0], locale="en_US", returnSignature="false").status == 200, "unknown parameters")
    tap.ok([code(get(server, key, n)) for n in ("1Z", "1" * 35)] == ["TV1002"] * 2, "a number that cannot be one")
    answer = get(server, key, "1Z9999999999")
    tap.ok(answer.status == 200 and answer.json["trackResponse"]["shipment"][0]["warnings"][0]["code"] == "TW0001",
           "one that is not known is a warning in a 200")


def check_parcels(server, key, numbers):
    found = [package(get(server, key, number)) for number in numbers]
    resting.check_held(tap, server, "ups", "packages", [(p["trackingNumber"], str(p["packageCount"])) for p in found])
    tap.ok({p["currentStatus"]["type"] for p in found} == {"M", "P", "I", "D"}, "on their way, and delivered")
    good = all(p["activity"] == sorted(p["activity"], key=lambda a: a["gmtDate"] + a["gmtTime"], reverse=True)
               and p["activity"][0]["status"]["type"] == p["currentStatus"]["type"] for p in found)
    tap.ok(good, "the most recent of what happened stands first")
    return found


def check_shapes(found):
    without = ["[].accessPointInformation", "[].milestones", "[].milestones[]", "[].paymentInformation",
               "[].deliveryInformation.signature", "[].deliveryInformation.deliveryPhoto"]
    sample = SAMPLES / "ups" / "track_details_response.json"
    if not sample.exists():
        tap.ok(True, f"# SKIP {sample} is not here")
        return
    published = json.loads(sample.read_text())["trackResponse"]["shipment"][0]["package"]
    wrong = unlike([p for p in found if p["currentStatus"]["type"] == "D"], published, without)
    tap.ok(not wrong, "paths and types as published, without what must be asked for", *wrong)


def check_faults(server, key, numbers):
    def is_refusal(answer, status):
        return code(answer) == {401: "250002", 429: "10429", 500: "TV9001", 503: "TV9002"}[status]

    route = faulty.Route("ups/packages", lambda headers=None: get(server, key, numbers[0], headers),
                         lambda answer: package(answer)["activity"], is_refusal)
    resting.check_faults(tap, server, route, key)
    server.faults("AT 1 REQUEST OF ups/packages: an error in a 200\nAT 2 REQUEST OF ups/packages: an empty page\n"
                  "AT 3 REQUEST OF ups/packages: the token expires")
    wrong, empty, expired = [get(server, key, numbers[0]) for _ in range(3)]
    tap.ok(wrong.status == 200 and code(wrong) == "TV9001" and "warnings" in empty.json["trackResponse"]["shipment"][0]
           and expired.status == 401, "an error in a 200, nothing where something was, a token that expires")
    tap.ok(get(server, token(server), numbers[0]).status == 200, "and another that is good")


def token(server):
    return resting.bearer(ask_token(server).json["access_token"])


def main():
    with Systems("--port", "0", "--seed", "7", "--records", "250") as server:
        given = ask_token(server).json
        tap.ok(given["expires_in"] == "3599" and given["status"] == "approved", "a token tells its life in a text")
        key = token(server)
        numbers = [number for number, _ in server.held("ups", "packages")[2]]
        check_refusals(server, key, numbers)
        check_shapes(check_parcels(server, key, numbers))
        check_faults(server, key, numbers)
    tap.done()


main()
