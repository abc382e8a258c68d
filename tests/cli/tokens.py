#!/usr/bin/env python3
"""Tokens that are asked for before a list is: given anew before they end, once where they are refused, never twice for
one refresh token; and none of them in anything that was written."""

import base64
import json
import sys
import threading
from pathlib import Path
from time import sleep, time
from urllib.parse import parse_qs, unquote, urlparse

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve                                        # noqa: E402
from items import beginning, check_says, extracts_of, kept_secret, project    # noqa: E402
from tap import Tap                                                           # noqa: E402

ID, SECRET, FIRST, KEY = "our id", "s3cr3t+of/us:me&you", "first-refresh-token", "a key for what is kept"
HELD, SIZE = 250, 50
DAY = "2026-03-31"
PAGE = ('page = { kind = "page", to = "query:page", size_param = "size", size = 50, stop = "short_page", start = 0 }')

SYSTEM = """
[system.{name}]
base = "http://127.0.0.1:{port}/{name}/"
retry = {{ base = "0s" }}
auth = {{ {auth} }}
{more}
[extract.{name}.items]
entity = "item"
source = {{ kind = "http", path = "items", {page} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}
[job.{name}]
extract = ["{name}.*"]
"""
CLIENT = 'id = "our id", secret = "${secret:ours}", token_url = "token"'
REFRESH = f'kind = "oauth2_refresh", {CLIENT}, refresh = "${{secret:first}}"'

# name: auth, more of the system, and what must come of it: None (all of it) or a piece of the reason.
CASES = {
    "basic": (f'kind = "oauth2_client", {CLIENT}, scope = "read all"', "", None),
    "body": (f'kind = "oauth2_client", {CLIENT}, client_auth = "body", audience = "us", form = {{ more = "1" }}', "",
             None),
    "password": (f'kind = "oauth2_client", {CLIENT}, form = {{ grant_type = "password", username = "u", '
                 f'password = "${{secret:ours}}" }}', "", None),
    "short": (f'kind = "oauth2_client", {CLIENT}', "", None),
    "revoked": (f'kind = "oauth2_client", {CLIENT}', "", None),
    "expired_403": (f'kind = "oauth2_client", {CLIENT}',
                    'on = [{ status = 403, body = "why", is = "expired", do = "refresh_auth" }]', None),
    "as_param": (f'kind = "oauth2_client", {CLIENT}, send = {{ in = "query", name = "t", format = "{{token}}" }}', "",
                 None),
    "as_header": (f'kind = "oauth2_client", {CLIENT}, '
                  f'send = {{ name = "X-Token", format = "a {{token}} b" }}', "", None),
    "exchange": ('kind = "exchange", token_url = "token", json = { user = "our id", '
                 'word = "${secret:ours}" }, token_at = "", lives = "4h"', "", None),
    "rotating": (REFRESH, "", None),
    "lasting": (REFRESH, "", None),
    "busy": (f'kind = "oauth2_client", {CLIENT}', "", None),
    "never": (f'kind = "oauth2_client", {CLIENT}', "", 'status 401 ("expired"), with a new token too'),
    "unknown": (f'kind = "oauth2_client", {CLIENT}', "", "no token was given: status 401, invalid_client"),
    "consent": (REFRESH, "", "no token was given: status 400, invalid_grant"),
    "nothing": (f'kind = "oauth2_client", {CLIENT}', "", "the answer holds no token"),
    "broken": (f'kind = "oauth2_client", {CLIENT}', "", "the answer holds no token"),
    "split": (f'kind = "oauth2_client", {CLIENT}', "", "the answer holds no token"),
}


class Account:
    """What the server has given to one name."""

    def __init__(self):
        self.tokens, self.refresh, self.count, self.refused, self.burnt, self.asked = {}, FIRST, 0, 0, 0, 0


class Server(Answering):
    accounts, lock = {}, threading.RLock()

    def route(self):
        parts = urlparse(self.path)
        _, self.name, self.what = parts.path.split("/")
        self.query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        with self.lock:
            self.account = Server.accounts.setdefault(self.name, Account())

    def do_POST(self):
        self.route()
        said = self.read_body()
        with self.lock:
            self.account.asked += 1
            self.give(said)

    def knows_client(self, said, form):
        head = self.headers.get("Authorization", "")
        if self.name == "exchange":
            return json.loads(said) == {"user": ID, "word": SECRET}
        if self.name == "body":
            return (form.get("client_id"), form.get("client_secret"), form.get("more"), form.get("audience"), head) == (
                ID, SECRET, "1", "us", "")
        user, _, word = base64.b64decode(head[6:]).decode().partition(":")
        return (unquote(user), unquote(word)) == (ID, SECRET)

    def give(self, said):
        form = {k: v[0] for k, v in parse_qs(said).items()}
        account = self.account
        if not self.knows_client(said, form) or self.name == "unknown":
            return self.answer(401, {"error": "invalid_client", "error_description": SECRET})
        if self.name == "busy" and account.asked == 1:
            return self.answer(503, {})
        grant = {"grant_type": "password", "username": "u", "password": SECRET}
        if self.name == "password" and (form != grant or said.count("grant_type") != 1):
            return self.answer(400, {"error": "unsupported_grant_type"})
        if self.name == "basic" and form != {"grant_type": "client_credentials", "scope": "read all"}:
            return self.answer(400, {"error": "invalid_scope"})
        if form.get("grant_type") == "refresh_token" and form["refresh_token"] != account.refresh:
            account.burnt += 1
        if form.get("grant_type") == "refresh_token" and (form["refresh_token"] != account.refresh
                                                          or self.name == "consent"):
            return self.answer(400, {"error": "invalid_grant"})
        account.count += 1
        token = f"token-{self.name}-{account.count}"
        lives = 2 if self.name == "short" else 3600
        account.tokens[token] = time() + lives
        if self.name == "exchange":
            return self.answer(200, token)
        given = {"access_token": token, "token_type": "Bearer", "expires_in": lives}
        if self.name == "rotating":
            sleep(0.3)                 # time for another process to ask meanwhile
            given["refresh_token"] = account.refresh = f"refresh-{account.count}"
        if self.name == "nothing":
            return self.answer(200, {"token": token})
        if self.name == "split":
            return self.answer(200, given | {"access_token": "a\r\nX-More: b"})
        if self.name == "broken":
            return self.answer(200, None, body=b'{"access_token": "' + token.encode())
        return self.answer(200, given)

    def token(self):
        if self.name == "as_param":
            return self.query.get("t", "")
        if self.name == "as_header":
            return self.headers.get("X-Token", "")[2:-2]
        return self.headers.get("Authorization", "")[7:]

    def is_good(self):
        ends = self.account.tokens.get(self.token(), 0)
        once = {"revoked": 3, "expired_403": 2}.get(self.name)
        if once and int(self.query["page"]) == once and self.account.refused == 0:
            return False
        return time() < ends and self.name != "never"

    def do_GET(self):
        self.route()
        with self.lock:
            good = self.is_good()
            self.account.refused += not good
        if self.name == "short":
            sleep(0.6)
        if not good:
            return self.answer(403 if self.name == "expired_403" else 401, {"why": "expired"})
        at = int(self.query["page"]) * SIZE
        return self.answer(200, {"data": [{"id": f"i{n}"} for n in range(at, min(at + SIZE, HELD))]})


def checked(engine, tap):
    """What is wrong with a configuration is said."""
    mistakes = {
        f'kind = "oauth2_client", {CLIENT}, refresh = "x"': '"refresh" is of another kind',
        'kind = "oauth2_client", id = "a", secret = "b"': '"token_url" is missing',
        f'kind = "oauth2_client", {CLIENT}, token_at = "a["': "column",
        f'kind = "oauth2_client", {CLIENT}, send = {{ format = "Bearer" }}': "no place for the token",
        'kind = "exchange", token_url = "x", json = { a = 1 }, form = { a = "1" }': "keep one of them",
    }
    for auth, reason in mistakes.items():
        text = beginning() + SYSTEM.format(name="x", port=1, auth=auth, more="", page=PAGE)
        check_says(tap, engine, text, reason, auth)
    over = SYSTEM.format(name="x", port=1, auth=f'kind = "oauth2_client", {CLIENT}', more="", page=PAGE)
    over = over.replace("http:", "https:").replace('token_url = "token"', 'token_url = "http://other.example/token"')
    check_says(tap, engine, beginning() + over, '"token_url" must begin with https')


def told(engine, tap, extracts):
    for extract in extracts:
        name = extract["extract"].split(".")[0]
        reason = CASES[name][2]
        why = extract.get("trouble") or extract.get("note") or ""
        if reason is None:
            tap.ok(extract.get("staged") == HELD, f"{name}: all of it", extract)
        else:
            tap.ok(extract["reading"] == "failed" and reason in why, f"{name}: {reason}", extract)
        tap.ok(SECRET not in json.dumps(extract), f"{name}: nothing is told of it")
    given = {name: account.count for name, account in Server.accounts.items()}
    refused = {name: account.refused for name, account in Server.accounts.items()}
    tap.ok(given["basic"] == 1 and given["revoked"] == 2 and given["never"] == 2, "a token is asked for when needed",
           given)
    tap.ok(refused["short"] == 0 and given["short"] > 1, "and before it ends", refused, given)
    tap.ok(refused["revoked"] == 1 and refused["never"] == 2, "once more where it is refused", refused)


def two_at_once(engine, tap):
    """A refresh token is for one use; the account's second process takes what the first one was given."""
    account = Server.accounts["rotating"]
    kept = engine.sql("select sealed from ops.token where account = 'rotating'")
    for token in ("one", "two", "three"):
        account.tokens.clear()         # all that were given are refused now
        runs = [engine.start("run", job, "--date", DAY, "--json") for job in ("rotating", "again")]
        done = [(*process.communicate(), process.returncode) for process in runs]
        tap.ok([code for *_, code in done] == [0, 0], f"two processes at once, {token}", *done)
    tap.ok(account.burnt == 0, "no refresh token is used twice", account.burnt)
    tap.ok(account.count == 4, "and each of them asks once, for both", account.count)
    tap.ok(kept != engine.sql("select sealed from ops.token where account = 'rotating'"), "what is kept changes")


def keys(engine, tap):
    """What is kept opens with its key alone, and only as it was kept."""
    account = Server.accounts["rotating"]
    account.tokens.clear()
    secrets = engine.disturbance
    engine.disturbance = secrets | {"COUNTERFOIL_SECRET_token_key": "another"}
    done = engine.run("run", "rotating", "--date", DAY)
    tap.ok(done.code == 3 and "cannot be opened with this key" in done.out + done.complaint, "another key", done)
    engine.disturbance = {k: v for k, v in secrets.items() if "token_key" not in k}
    done = engine.run("run", "rotating", "--date", DAY)
    tap.ok(done.code == 3 and "refresh tokens are kept sealed" in done.out + done.complaint, "no key", done)
    engine.disturbance = secrets | {"COUNTERFOIL_SECRET_first": "second-consent"}
    account.refresh = "second-consent"
    done = engine.run("run", "rotating", "--date", DAY)
    tap.ok(done.code == 0, "who consents again begins anew", done)
    engine.disturbance = secrets


def secrets():
    given = [token for account in Server.accounts.values() for token in account.tokens]
    return [SECRET, FIRST, KEY, "refresh-", *given]


def main():
    tap = Tap()
    port = serve(Server)
    text = beginning() + "".join(SYSTEM.format(name=name, port=port, auth=auth, more=more, page=PAGE)
                                 for name, (auth, more, _) in CASES.items())
    text += SYSTEM.format(name="again", port=port, auth=REFRESH, more='account = "rotating"',
                          page=PAGE).replace("/again/", "/rotating/")
    text += '[job.all]\nextract = [' + ", ".join(f'"{name}.*"' for name in CASES) + "]\n"
    with project(text) as engine:
        engine.must("init")
        engine.disturbance = {"COUNTERFOIL_SECRET_ours": SECRET, "COUNTERFOIL_SECRET_first": FIRST,
                              "COUNTERFOIL_SECRET_token_key": KEY}
        done = engine.run("run", "all", "--date", DAY, "--json")
        told(engine, tap, extracts_of(done).values())
        two_at_once(engine, tap)
        keys(engine, tap)
        kept_secret(tap, engine, done.out + done.complaint, secrets())
        checked(engine, tap)
    tap.done()


main()
