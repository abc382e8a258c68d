#!/usr/bin/env python3
"""Objects of a bucket at a real S3 server, which checks signatures: found, proven whole and landed as files of a folder
are, over three pages of a list; what it refuses is told in its words; what is no S3, or not to be believed, is an
error; no secret is in anything written."""

import hashlib
import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

import places                                                        # noqa: E402
from answering import Answering, serve                               # noqa: E402
from items import FILES, beginning, check_files, check_says          # noqa: E402
from items import extracts_of, kept_secret, left_nothing, project    # noqa: E402
from tap import Tap                                                  # noqa: E402

SECRET, TOKEN = "s3cr3t/of+the=bucket", "t0ken/of+the=session"
NOW = datetime.now(timezone.utc)
DAY = (NOW - timedelta(days=1)).date().isoformat()
NAME = "a b#c%20ü&+.json"
BIG, NAMES = 40000, 2500

BEGIN = beginning("2020-01-01", "UTC", amount="decimal") + """
[job.all]
extract = ["*.*"]
"""

SYSTEM = """
[system.{name}]
base = "{base}"
s3 = {{ bucket = "{bucket}"{more} }}
{auth}
retry = {{ base = "0s", times = 2 }}
"""

AUTH = ('auth = {{ kind = "sigv4", access_key = "{key}", secret_key = "${{secret:{secret}}}", region = "{region}", '
        'service = "s3" }}')

# system, name: path, proof, more of the source, and what must come of it: how many, or a piece of the reason.
CASES = {
    ("path", "glob"): ("glob/items_{business_date}_*.json", "structure", "", 6),
    ("path", "folders"): ("shop_*/items_{business_date:%Y%m%d}.json", "structure", "", 4),
    ("path", "name"): (NAME, "structure", "", 2),
    ("path", "names"): ("*ü*.json", "structure", "", 2),
    ("path", "marker"): ("marker/items.json", "marker", ', marker = "marker/items.done"', 2),
    ("path", "unmarked"): ("glob/*_1.json", "marker", ', marker = "glob/items.done"', "the marker is not there"),
    ("path", "listed"): ("listed/*.json", "manifest", ', manifest = "listed/sums"', 4),
    ("path", "wrong_sum"): ("wrong/*.json", "manifest", ', manifest = "wrong/sums"', "its SHA-256 is"),
    ("path", "absent"): ("absent/items.json", "structure", "", "absent/items.json: no such file"),
    ("path", "no_folder"): ("nowhere/*.json", "structure", "", "nowhere/*.json: no such file"),
    ("path", "empty"): ("empty.json", "structure", "", "is empty"),
    ("path", "settled"): ("settled.json", "structure", ', wait_stable = "1s"', 2),
    ("path", "packed"): ("packed.json.gz", "structure", "", 2),
    ("path", "many"): ("many/*_[wl]*.json", "structure", "", 6),
    ("below", "glob"): ("items_{business_date}_*.json", "structure", "", 6),
    ("host", "glob"): ("glob/items_{business_date}_*.json", "structure", "", 6),
    ("cut", "big"): ("big.json", "structure", "", BIG),
    ("wrong", "glob"): ("glob/*_1.json", "structure", "", "SignatureDoesNotMatch"),
    ("wrong", "name"): ("glob/a.json", "structure", "", "SignatureDoesNotMatch"),
    ("stranger", "glob"): ("glob/*_1.json", "structure", "", "status 403: "),
    ("nowhere", "glob"): ("glob/*_1.json", "structure", "", "NoSuchBucket"),
    ("nowhere", "name"): ("glob/a.json", "structure", "", "NoSuchBucket"),
    ("region", "glob"): ("glob/*_1.json", "structure", "", "AuthorizationHeaderMalformed"),
    ("nobody", "glob"): ("glob/*_1.json", "structure", "", "status 4"),
    ("gone", "glob"): ("glob/*_1.json", "structure", "", "in every try"),
    # Of what stands in for a service that does something wrong.
    ("loop", "glob"): ("*.json", "structure", "", "goes on where it began"),
    ("first", "glob"): ("*.json", "structure", "", "does not say how it goes on"),
    ("deep", "glob"): ("*.json", "structure", "", "which was not asked for"),
    ("page", "glob"): ("*.json", "structure", "", "is no list of objects"),
    ("slow", "glob"): ("*.json", "structure", "", 2),
    ("slower", "glob"): ("*.json", "structure", "", "SlowDown"),
    ("changed", "name"): ("a.json", "structure", "", "changed while it was fetched"),
    ("other", "name"): ("a.json", "structure", "", "and others came"),
    ("swapped", "name"): ("a.json", "structure", "", "changed while it was fetched"),
    ("echo", "glob"): ("*.json", "structure", "", "status 403: AccessDenied"),
}
STUBS = ("loop", "first", "deep", "page", "slow", "slower", "changed", "other", "swapped", "echo")


def items(prefix, count=2, more=""):
    return json.dumps({"data": [{"id": f"{prefix}{i}", "amount": f"{i}.50" + more} for i in range(count)]}).encode()


def fill(bucket):
    """What the senders have left."""
    def put(name, content):
        bucket.put(f"feeds/{name}", content)

    for i in range(3):
        put(f"glob/items_{DAY}_{i}.json", items(f"g{i}"))
    put(f"glob/.items_{DAY}_9.json", b"{half")
    put(f"glob/items_{DAY}_old.json/deeper.json", b"{half")
    for shop in "ab":
        put(f"shop_{shop}/items_{DAY.replace('-', '')}.json", items(shop))
    put("shop_c", b"no folder")
    put(NAME, items("n"))
    put("marker/items.json", items("m"))
    put("marker/items.done", b"")
    for folder, wrong in (("listed", b""), ("wrong", b"other")):
        lines = ""
        for name in "ab":
            put(f"{folder}/{name}.json", items(folder + name))
            lines += f"{hashlib.sha256(wrong or items(folder + name)).hexdigest()}  {name}.json\n"
        put(f"{folder}/sums", lines.encode())
    put("empty.json", b"")
    put("settled.json", items("s"))
    packed = subprocess.run(["gzip", "-c"], input=items("z"), capture_output=True, check=True).stdout
    bucket.put("feeds/packed.json.gz", packed, {"Content-Encoding": "gzip", "Content-Type": "application/json"})
    put("big.json", json.dumps({"data": [{"id": f"{i}", "amount": "1.50", "note": f"{i:0250}"} for i in range(BIG)]})
        .encode())
    bucket.put_names("feeds", "many", NAMES)
    for name in ("name_00000_whole", "name_01500_whole", "name_99999_last"):
        put(f"many/{name}.json", items(name))


def listed(names, more="<IsTruncated>false</IsTruncated>"):
    contents = "".join(f"<Contents><Key>{name}</Key><Size>1</Size></Contents>" for name in names)
    return f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{more}{contents}</ListBucketResult>'


def refusal(code, message="Please reduce your request rate."):
    return f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"


class Stub(Answering):
    """Answers as no S3 should; the bucket's name says how."""

    asked = {}

    def log_message(self, *_):
        pass

    def give(self, status, body, **fields):
        self.answer(status, head={name.replace("_", "-"): value for name, value in fields.items()},
                    body=body.encode() if isinstance(body, str) else body)

    def count(self, what):
        self.asked[what] = self.asked.get(what, 0) + 1
        return self.asked[what]

    def listed(self, how, query):
        after = query.get("continuation-token")
        if how == "loop":
            self.give(200, listed(["a.json"], "<IsTruncated>true</IsTruncated>"
                                              "<NextContinuationToken>again</NextContinuationToken>"))
        elif how == "first":
            self.give(200, listed(["a.json"], "<IsTruncated>true</IsTruncated>"))
        elif how == "deep":
            self.give(200, listed(["a.json", "b/a.json"]))
        elif how == "page":
            self.give(200, "<html><body>Sign in</body></html>")
        elif how == "echo":
            self.give(403, refusal("AccessDenied", f"not with {SECRET}, {after}"))
        elif how == "slower" or (how == "slow" and self.count("slow") < 3):
            self.give(503, refusal("SlowDown"))
        else:
            self.give(200, listed(["a.json"]))

    def do_GET(self):
        parts = urlsplit(self.path)
        how, _, key = parts.path.lstrip("/").partition("/")
        content = items(how)
        if not key:
            self.listed(how, parse_qs(parts.query))
        elif self.command == "HEAD":
            etag = f'"{self.count("swapped")}"' if how == "swapped" else '"1"'
            self.give(200, content, ETag=etag, Last_Modified="Wed, 18 Nov 2026 10:00:00 GMT")
        elif how == "changed":
            self.give(412, refusal("PreconditionFailed"))
        elif how == "other":
            self.give(206, content, Content_Range=f"bytes 1-{len(content)}/{len(content) + 1}")
        else:
            self.give(206, content, Content_Range=f"bytes 0-{len(content) - 1}/{len(content)}")

    do_HEAD = do_GET


def text_of(bucket, cutter, stub):
    port = bucket.port
    own = AUTH.format(key="test:reader", secret="s3", region="eu-central-1")
    here = f"http://127.0.0.1:{port}/"
    systems = {
        "path": (here, "feeds", "", own),
        "below": (here, "feeds", ', prefix = "glob/", style = "path"', own),
        "host": (f"http://localhost:{port}/", "feeds", ', style = "host"', own),
        "cut": (f"http://127.0.0.1:{cutter.port}/", "feeds", "", own),
        "wrong": (here, "feeds", "", own.replace("secret:s3", "secret:wrong")),
        "stranger": (here, "feeds", "", own.replace("test:reader", "test:stranger")),
        "nowhere": (here, "nowhere", "", own),
        "region": (here, "feeds", "", own.replace("eu-central-1", "us-east-1")),
        "nobody": (here, "feeds", "", ""),
        "gone": (here.replace(str(port), str(places.free_port())), "feeds", "", own),
    }
    session = own.replace('service = "s3"', 'service = "s3", session_token = "${secret:token}"')
    for name in STUBS:
        systems[name] = (f"http://127.0.0.1:{stub}/", name, "", session)
    text = BEGIN + "".join(SYSTEM.format(name=n, base=b, bucket=k, more=m, auth=a)
                           for n, (b, k, m, a) in systems.items())
    for (system, name), (path, complete, more, _) in CASES.items():
        text += FILES.format(system=system, name=name, path=path, complete=complete, more=more, kind="s3")
    return text


def told(tap, extracts):
    check_files(tap, CASES, extracts)


def run_all(engine, tap, cutter):
    done = engine.run("run", "all", "--date", DAY, "--json")
    told(tap, extracts_of(done))
    rows = engine.sql("select count(distinct id) from stage.cut_item")
    tap.ok(int(rows) == BIG, "what was put together of two pieces is what was sent", rows)
    tap.ok(cutter.after is None, "it was broken off on its way")
    return done.out + done.complaint


def by_the_clock(engine, tap):
    """Whose clock is wrong is told, and what to do; `sample` and `plan` go the same way."""
    done = engine.run("sample", "path.glob", "1", "--date", DAY, "--json")
    tap.ok(done.code == 0 and '"g00"' in done.out, "sample fetches what it shows", done)
    done = engine.run("plan", "all", "--date", DAY, "--json")
    wanted = [f"/feeds/glob/items_{DAY}_*.json", "http://feeds.localhost:"]
    tap.ok(done.code == 0 and all(w in done.out for w in wanted), "plan says where it would look", done)
    engine.disturbance["COUNTERFOIL_CLOCK"] = (NOW + timedelta(hours=1)).isoformat()
    done = engine.run("run", "all", "--date", DAY, "--only", "path.glob")
    said = done.out + done.complaint
    tap.ok(done.code == 6 and "RequestTimeTooSkewed" in said, "a clock that is wrong is told as such", done)
    return said


MISTAKES = [
    ('base = "https://x.example/"', "a.json", 'has no "s3": which bucket it is'),
    ('base = "https://x.example/"\ns3 = { prefix = "a/" }', "a.json", '"bucket" is missing'),
    ('base = "https://x.example/"\ns3 = { bucket = "a/b" }', "a.json", "is no name of a bucket"),
    ('base = "https://x.example/"\ns3 = { bucket = "a", prefix = "in" }', "a.json", '"prefix" must end in /'),
    ('base = "https://x.example/"\ns3 = { bucket = "a", style = "dns" }', "a.json", '"style"'),
    ('base = "https://x.example/"\ns3 = { bucket = "a" }\nauth = { kind = "bearer", token = "${secret:s}" }', "a.json",
     'with "sigv4" and service = "s3"'),
    ('base = "ftps://x.example/"\ns3 = { bucket = "a" }', "a.json", 'is of a "base" that begins with https://'),
    ('base = "https://x.example/"\ns3 = { bucket = "a" }', "/a.json", "begins with /"),
    ('base = "https://x.example/"\ns3 = { bucket = "a", style = "host" }', "a.json", ""),
]


def checked(tap, engine):
    for system, path, want in MISTAKES:
        extract = FILES.format(system="x", name="x", path=path, complete="structure", more="", kind="s3")
        check_says(tap, engine, BEGIN + f"[system.x]\n{system}\n" + extract, want, system)


def main():
    tap = Tap()
    with TemporaryDirectory(prefix="cf-bucket-") as made:
        bucket = places.Bucket(Path(made) / "bucket", SECRET)
        try:
            fill(bucket)
            cutter = places.Cutter(bucket.port, 9_000_000)
            with project(text_of(bucket, cutter, serve(Stub))) as engine:
                engine.must("init")
                engine.disturbance = {"COUNTERFOIL_SECRET_s3": SECRET, "COUNTERFOIL_SECRET_wrong": SECRET + "x",
                                      "COUNTERFOIL_SECRET_token": TOKEN, "COUNTERFOIL_CLOCK": NOW.isoformat()}
                said = run_all(engine, tap, cutter)
                said += by_the_clock(engine, tap)
                kept_secret(tap, engine, said, (SECRET, TOKEN))
                left_nothing(tap, engine)
                checked(tap, engine)
        finally:
            bucket.end()
    tap.done()


main()
