#!/usr/bin/env python3
"""Requests that are signed: by OAuth 1.0a, HMAC, AWS Signature 4 and tokens of our own, verified here by another
implementation, over several pages; and no key is in anything that was written."""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlsplit

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve                                        # noqa: E402
from items import beginning, check_says, extracts_of, kept_secret, project    # noqa: E402
from tap import Tap                                                           # noqa: E402

SHARED, TOKEN_SHARED = "s3cr3t+of/us:me&you", "t0ken s3cr3t"
CONSUMER, TOKEN = "ck our+key", "tk/our token"
HELD, SIZE = 250, 50
DAY = "2026-03-31"

SYSTEM = """
[system.{name}]
base = "http://127.0.0.1:{port}/{name}/"
retry = {{ base = "0s" }}
auth = {{ {auth} }}
[extract.{name}.items]
entity = "item"
mode = "append"
source = {{ kind = "http", path = "items ü", {page} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}
[job.{name}]
extract = ["{name}.*"]
"""
PAGED = ('query = { "created[gte]" = "{from}", q = "a b+c" }, '
         'page = { kind = "page", to = "query:page", size_param = "size", size = 50, stop = "short_page", start = 0 }')
LINKED = 'query = { q = "a b" }, page = { kind = "next_url", path = "here", stop = { field_missing = "here" } }'
POSTED = ('method = "POST", safe = true, form = { page = "{cursor}", "a b" = "c+d" }, '
          'page = { kind = "cursor", from = "next", to = "word", stop = { field_missing = "next" } }')
OAUTH = 'kind = "oauth1", consumer = "${secret:consumer}", consumer_secret = "${secret:shared}"'
TOKENS = 'token = "${secret:token}", token_secret = "${secret:token_shared}"'
HMAC = ('kind = "hmac", key = "${secret:shared}", headers = { X-Signature = "v1 {signature}", X-Time = "{timestamp}", '
        'X-Key = "${secret:consumer}" }, sign = "{method}\\n{path}\\n{query}\\n{body_sha256}\\n{timestamp}"')
SIGV4 = 'kind = "sigv4", access_key = "${secret:consumer}", secret_key = "${secret:shared}", region = "eu-central-1"'
JWT = 'kind = "jwt", claims = { iss = "us", aud = ["them"], jti = "{id}", nbf = "{now}" }, lives = "10m"'
ASSERTION = ('kind = "oauth2_client", token_url = "token", id = "our id", client_auth = "assertion", '
             'key = "${secret:rsa}", algorithm = "RS256", header = { x5t = "abc" }, '
             'claims = { iss = "our id", sub = "our id", aud = "them", jti = "{id}" }')

# name: auth, and how it is paged; all must come.
CASES = {
    "oauth": (f'{OAUTH}, {TOKENS}, realm = "Shop"', PAGED),
    "oauth_sha1": (f'{OAUTH}, {TOKENS}, method = "hmac-sha1"', PAGED),
    "oauth_form": (f"{OAUTH}, {TOKENS}", POSTED),
    "oauth_query": (f'{OAUTH}, place = "query"', LINKED),
    "hmac": (HMAC, PAGED),
    "hmac_base64": (f'{HMAC}, algorithm = "sha512", encoding = "base64", timestamp = "ms"', POSTED),
    "aws": (f'{SIGV4}, service = "execute-api"', PAGED),
    "aws_s3": (f'{SIGV4}, service = "s3", session_token = "${{secret:token}}"', POSTED),
    "jwt_hs": (f'{JWT}, key = "${{secret:shared}}", algorithm = "HS256"', PAGED),
    "jwt_rs": (f'{JWT}, key = "${{secret:rsa}}", algorithm = "RS256"', PAGED),
    "jwt_es": (f'{JWT}, key = "${{secret:ec}}", algorithm = "ES256", header = {{ kid = "k1" }}, '
               'send = { name = "X-Token", format = "{token}" }', PAGED),
    "assertion": (ASSERTION, PAGED),
}


# ── the other implementation ──────────────────────────────────────────────────────────────────────────────────────

def enc(text):
    return quote(text, safe="-._~")


def mac(kind, key, text):
    return hmac.new(key if isinstance(key, bytes) else key.encode(), text.encode(), kind).digest()


def oauth1(request, kind):
    """RFC 5849: what the request says of itself, and whether its signature is of it."""
    said = request.headers.get("Authorization", "")
    protocol = {}
    if said.startswith("OAuth "):
        pairs = [p.strip().partition("=") for p in said[6:].split(",")]
        protocol = {name: unquote(value.strip('"')) for name, _, value in pairs}
    realm = protocol.pop("realm", None)
    parameters = parse_qsl(request.parts.query, keep_blank_values=True)
    if request.body:
        parameters += parse_qsl(request.body, keep_blank_values=True)
    parameters += protocol.items()
    got = [v for k, v in parameters if k == "oauth_signature"]
    words = dict(parameters)
    pairs = sorted((enc(k), enc(v)) for k, v in parameters if k != "oauth_signature")
    base = "&".join([request.command, enc(f"http://{request.headers['Host']}{request.parts.path}"),
                     enc("&".join(f"{k}={v}" for k, v in pairs))])
    secret = TOKEN_SHARED if "oauth_token" in words else ""
    want = base64.b64encode(mac(kind, f"{enc(SHARED)}&{enc(secret)}", base)).decode()
    fresh = words["oauth_nonce"] not in request.nonces
    request.nonces.add(words["oauth_nonce"])
    return (got == [want] and fresh and words["oauth_consumer_key"] == CONSUMER
            and words.get("oauth_token", TOKEN) == TOKEN and words["oauth_timestamp"].isdigit()
            and realm in (None, "Shop"))


def sigv4(request, service):
    """AWS Signature 4."""
    head, _, rest = request.headers["Authorization"].partition(" ")
    said = dict(p.strip().split("=", 1) for p in rest.split(","))
    access, day, region, named, end = said["Credential"].rsplit("/", 4)
    names = said["SignedHeaders"].split(";")
    digest = hashlib.sha256(request.body.encode()).hexdigest()
    # Of an object's name it does not matter how it was escaped; of other services what was sent is escaped once more.
    path = quote(unquote(request.parts.path) if service == "s3" else request.parts.path, safe="/-._~")
    query = "&".join(f"{enc(k)}={enc(v)}" for k, v in
                     sorted((unquote(k), unquote(v)) for k, _, v in
                            (p.partition("=") for p in request.parts.query.split("&") if p)))
    fields = "".join(f"{n}:{' '.join(request.headers[n].split())}\n" for n in names)
    canonical = "\n".join([request.command, path, query, fields, ";".join(names), digest])
    moment = request.headers["X-Amz-Date"]
    to_sign = "\n".join([head, moment, f"{day}/{region}/{named}/{end}",
                         hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{SHARED}".encode()
    for step in (day, region, named, end):
        key = mac("sha256", key, step)
    s3 = (request.headers.get("X-Amz-Content-Sha256"), request.headers.get("X-Amz-Security-Token"))
    return (mac("sha256", key, to_sign).hex() == said["Signature"] and access == CONSUMER and moment.startswith(day)
            and (named, region, end) == (service, "eu-central-1", "aws4_request") and "host" in names
            and (service != "s3" or (s3 == (digest, TOKEN) and "x-amz-security-token" in names)))


def own(request, kind, encode, unit):
    text = "\n".join([request.command, request.parts.path, request.parts.query,
                      hashlib.sha256(request.body.encode()).hexdigest(), request.headers["X-Time"]])
    return (request.headers["X-Signature"] == "v1 " + encode(mac(kind, SHARED, text))
            and request.headers["X-Key"] == CONSUMER and len(request.headers["X-Time"]) == unit)


def unbase(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


P = 2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1
N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
G = (0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
     0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)


def add(one, other):
    """Of two points of the curve P-256 (FIPS 186-4, D.1.2.3)."""
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % P == 0:
            return None
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope ** 2 - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(n, point):
    sum_ = None
    while n:
        if n & 1:
            sum_ = add(sum_, point)
        point, n = add(point, point), n >> 1
    return sum_


def ecdsa(public, text, signature):
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not (0 < r < N and 0 < s < N):
        return False
    digest, inverse = int.from_bytes(hashlib.sha256(text).digest(), "big"), pow(s, -1, N)
    point = add(times(digest * inverse % N, G), times(r * inverse % N, public))
    return point is not None and point[0] % N == r


def rsa(public, text, signature):
    """PKCS #1 1.5: what comes of the signature must be all of the padding and the digest."""
    modulus, exponent = public
    want = (b"\0\1" + b"\xff" * 202 + b"\0" + bytes.fromhex("3031300d060960864801650304020105000420")
            + hashlib.sha256(text).digest())
    return pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(256, "big") == want


class Keys:
    def __init__(self, folder):
        def openssl(*words):
            return subprocess.run(["openssl", *words], check=True, capture_output=True, text=True).stdout

        self.rsa = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        self.ec = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        (folder / "rsa.pem").write_text(self.rsa)
        (folder / "ec.pem").write_text(self.ec)
        self.modulus = int(openssl("rsa", "-in", folder / "rsa.pem", "-noout", "-modulus").strip().split("=")[1], 16)
        point = subprocess.run(["openssl", "pkey", "-in", folder / "ec.pem", "-pubout", "-outform", "DER"], check=True,
                               capture_output=True).stdout[-64:]
        self.point = int.from_bytes(point[:32], "big"), int.from_bytes(point[32:], "big")

    def verify(self, token, algorithm, ids):
        head, body, signature = token.split(".")
        header, claims, text = json.loads(unbase(head)), json.loads(unbase(body)), f"{head}.{body}".encode()
        good = {"HS256": lambda: mac("sha256", SHARED, text.decode()) == unbase(signature),
                "RS256": lambda: rsa((self.modulus, 65537), text, unbase(signature)),
                "ES256": lambda: ecdsa(self.point, text, unbase(signature))}[algorithm]()
        fresh = claims["jti"] not in ids
        ids.add(claims["jti"])
        return (good and fresh and header["alg"] == algorithm and isinstance(claims["iat"], int)
                and claims["exp"] > claims["iat"]) and (header, claims)


# ── the service ───────────────────────────────────────────────────────────────────────────────────────────────────

class Service(Answering):
    nonces, keys, given = set(), None, "given-token"

    def do_POST(self):
        self.do_GET(self.read_body())

    def do_GET(self, body=""):
        self.parts, self.body = urlsplit(self.path), body
        self.name, _, what = self.parts.path[1:].partition("/")
        try:
            good = getattr(self, f"knows_{self.name}")(what)
        except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
            good = self.log_error("%r", error)
        if not good:
            return self.answer(401, {"error": "who asks?"})
        return self.answer(200, good if isinstance(good, dict) and what == "token" else self.page())

    def page(self):
        asked = {k: v[0] for k, v in parse_qs(self.parts.query or "").items()} | dict(parse_qsl(self.body))
        number = int(asked.get("page") or 0)
        data = [{"id": f"{self.name}{i}"} for i in range(number * SIZE, min(HELD, (number + 1) * SIZE))]
        content = {"data": data}
        if (number + 1) * SIZE < HELD:
            # As some do: the link holds all that the question held, what it was signed with too.
            other = [p for p in self.parts.query.split("&") if not p.startswith("page=")]
            here = "&".join(other + [f"page={number + 1}"])
            content |= {"next": number + 1, "here": f"http://{self.headers['Host']}{self.parts.path}?{here}"}
        return content

    def knows_oauth(self, _):
        return oauth1(self, "sha256")

    def knows_oauth_sha1(self, _):
        return oauth1(self, "sha1")

    knows_oauth_form = knows_oauth_query = knows_oauth

    def knows_hmac(self, _):
        return own(self, "sha256", bytes.hex, 10)

    def knows_hmac_base64(self, _):
        return own(self, "sha512", lambda m: base64.b64encode(m).decode(), 13)

    def knows_aws(self, _):
        return sigv4(self, "execute-api")

    def knows_aws_s3(self, _):
        return sigv4(self, "s3")

    def bearer(self):
        kind, _, token = self.headers["Authorization"].partition(" ")
        return token if kind == "Bearer" else ""

    def says_us(self, token, algorithm):
        header, claims = self.keys.verify(token, algorithm, self.nonces)
        return (claims["iss"], claims["aud"], claims["exp"] - claims["iat"], claims["nbf"]) == (
            "us", ["them"], 600, claims["iat"]) and header.get("kid") == ("k1" if algorithm == "ES256" else None)

    def knows_jwt_hs(self, _):
        return self.says_us(self.bearer(), "HS256")

    def knows_jwt_rs(self, _):
        return self.says_us(self.bearer(), "RS256")

    def knows_jwt_es(self, _):
        return self.says_us(self.headers["X-Token"], "ES256")

    def knows_assertion(self, what):
        if what != "token":
            return self.bearer() == self.given
        form = dict(parse_qsl(self.body))
        header, claims = self.keys.verify(form["client_assertion"], "RS256", self.nonces)
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        good = (form["client_assertion_type"], form["client_id"], form["grant_type"], claims["sub"], header["x5t"]) == (
            kind, "our id", "client_credentials", "our id", "abc")
        return good and {"access_token": self.given, "expires_in": 3600}


def secrets():
    return (SHARED, TOKEN_SHARED, CONSUMER, TOKEN, Service.given, *Service.keys.rsa.splitlines()[1:3],
            *Service.keys.ec.splitlines()[1:3])


MISTAKES = {
    f'{OAUTH}, place = "query", realm = "x"': '"realm" is of a header',
    f'{OAUTH}, token_secret = "x"': '"token" and "token_secret" go together',
    f'{OAUTH}, token = "x"': 'only "token" is here',
    'kind = "oauth1", consumer = "x"': '"consumer_secret" is missing',
    'kind = "hmac", key = "k", sign = "{path}"': '"headers" is missing',
    'kind = "hmac", key = "k", sign = "{path}", headers = { A = "{timestamp}" }': "nobody would see it",
    'kind = "hmac", key = "k", sign = "{way}", headers = { A = "{signature}" }': "unknown word {way}",
    'kind = "hmac", key = "k", algorithm = "RS256", sign = "{path}", headers = { A = "{signature}" }':
        "is one of a token",
    'kind = "jwt", key = "k", algorithm = "sha1", claims = { a = 1 }': 'is one of "hmac"',
    'kind = "jwt", key = "k", claims = { a = 1 }': '"algorithm" is missing',
    'kind = "jwt", key = "k", algorithm = "RS512", claims = { a = 1 }': "algorithm",
    'kind = "jwt", key = "k", algorithm = "HS256", claims = { a = "{never}" }': "unknown word {never}",
    'kind = "jwt", key = "k", algorithm = "HS256", claims = "a"': "must be a table",
    f'{SIGV4}': '"service" is missing',
    f'{SIGV4}, service = "s3", realm = "x"': '"realm" is of another kind',
    ASSERTION.replace('key = "${secret:rsa}", ', ""): '"key" is missing',
    'kind = "oauth2_client", token_url = "token", id = "a", secret = "b", key = "c"': '"key" is of another kind',
}


def main():
    tap = Tap()
    with TemporaryDirectory(prefix="cf-signed-") as made:
        Service.keys = Keys(Path(made))
    port = serve(Service)
    text = beginning() + "".join(SYSTEM.format(name=name, port=port, auth=auth, page=page)
                                 for name, (auth, page) in CASES.items())
    with project(text + '[job.all]\nextract = ["*.*"]\n') as engine:
        engine.must("init")
        engine.disturbance = {f"COUNTERFOIL_SECRET_{name}": value for name, value in {
            "shared": SHARED, "token_shared": TOKEN_SHARED, "consumer": CONSUMER, "token": TOKEN,
            "rsa": Service.keys.rsa, "ec": Service.keys.ec}.items()}
        done = engine.run("run", "all", "--date", DAY, "--json")
        for name, got in extracts_of(done).items():
            tap.ok((got["reading"], got.get("staged")) == ("staged", HELD), f"{name}: all pages", got)
        kept_secret(tap, engine, done.out + done.complaint, secrets())
        engine.disturbance["COUNTERFOIL_SECRET_rsa"] = SHARED
        done = engine.run("run", "jwt_rs", "--date", DAY)
        tap.ok("no private key in PEM" in done.complaint + done.out and SHARED not in done.complaint + done.out,
               "a key that is none is said, and not shown", done)
        for auth, reason in MISTAKES.items():
            system = SYSTEM.format(name="x", port=1, auth=auth, page='page = { kind = "none" }')
            check_says(tap, engine, beginning() + system, reason, auth)
    tap.done()


main()
