#!/usr/bin/env python3
"""Files at other places, by SFTP and FTP: found, proven whole and landed as those of a folder are; a host with another
key, a wrong key and a wrong password are refused; what breaks off is gone on from; no secret is in anything written."""

import hashlib
import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

import places                                                        # noqa: E402
from items import FILES, beginning, check_files, check_says          # noqa: E402
from items import extracts_of, kept_secret, left_nothing, project    # noqa: E402
from tap import Tap                                                  # noqa: E402

PASSWORD, PASSPHRASE = "s3cr3t/of+the=ftp", "s3cr3t of the key"
DAY, NEXT = "2026-03-31", "2026-04-01"
NAME = "a b#c%20ü&.json"
BIG = 60000

BEGIN = beginning(amount="decimal") + """
[job.all]
extract = ["*.*"]
"""

SYSTEM = """
[system.{name}]
base = "{base}"
{more}
"""

# system, name: path, proof, more of the source, and what must come of it: how many, or a piece of the reason.
CASES = {
    ("sftp", "glob"): ("glob/items_{business_date}_*.json", "structure", "", 6),
    ("sftp", "folders"): ("shop_*/items_{business_date:%Y%m%d}.json", "structure", "", 4),
    ("sftp", "name"): (NAME.replace("{", ""), "structure", "", 2),
    ("sftp", "marker"): ("marker/items.json", "marker", ', marker = "marker/items.done"', 2),
    ("sftp", "unmarked"): ("glob/*_1.json", "marker", ', marker = "glob/items.done"', "the marker is not there"),
    ("sftp", "listed"): ("listed/*.json", "manifest", ', manifest = "listed/sums"', 4),
    ("sftp", "wrong_sum"): ("wrong/*.json", "manifest", ', manifest = "wrong/sums"', "its SHA-256 is"),
    ("sftp", "lacking"): ("lacking/*.json", "manifest", ', manifest = "lacking/sums"', "which is not there"),
    ("sftp", "absent"): ("absent/items.json", "structure", "", "absent/items.json: no such file"),
    ("sftp", "no_folder"): ("nowhere/*.json", "structure", "", "nowhere/*.json: no such file"),
    ("sftp", "empty"): ("empty.json", "structure", "", "is empty"),
    ("sftp", "growing"): ("growing.json", "structure", ', wait_stable = "2s"', "still changing"),
    ("sftp", "settled"): ("settled.json", "structure", ', wait_stable = "1s"', 2),
    ("sftp", "half"): ("half.json", "structure", "", "half.json"),
    ("cut", "big"): ("big.json", "structure", "", BIG),
    ("locked", "glob"): ("glob/items_{business_date}_*.json", "structure", "", 6),
    ("agent", "glob"): ("glob/items_{business_date}_*.json", "structure", "", 6),
    ("changed", "glob"): ("glob/*_1.json", "structure", "", "the key of its host is not the one"),
    ("unknown", "glob"): ("glob/*_1.json", "structure", "", "the key of its host is not the one"),
    ("stranger", "glob"): ("glob/*_1.json", "structure", "", "it does not let us in"),
    ("gone", "glob"): ("glob/*_1.json", "structure", "", "in every try"),
    ("ftp", "glob"): ("glob/items_{business_date}_*.json", "structure", "", 6),
    ("ftpes", "glob"): ("glob/items_{business_date}_*.json", "structure", "", 6),
    ("ftpes", "name"): (NAME, "structure", "", 2),
    ("ftpes", "listed"): ("listed/*.json", "manifest", ', manifest = "listed/sums"', 4),
    ("ftpcut", "big"): ("big.json", "structure", "", BIG),
    ("ftpes", "no_folder"): ("nowhere/*.json", "structure", "", "nowhere/*.json: no such file"),
    ("plain", "glob"): ("glob/*_1.json", "structure", "", "it does not speak TLS"),
    ("untrusted", "glob"): ("glob/*_1.json", "structure", "", "its certificate is not believed"),
    ("wrong", "glob"): ("glob/*_1.json", "structure", "", "it does not let us in"),
}


def items(prefix, count=2):
    return json.dumps({"data": [{"id": f"{prefix}{i}", "amount": f"{i}.50"} for i in range(count)]})


def listed(folder, names, text="", more=()):
    folder.mkdir()
    lines = []
    for name in names:
        content = items(folder.name + name)
        (folder / f"{name}.json").write_text(content)
        lines.append(f"{hashlib.sha256((text or content).encode()).hexdigest()}  {name}.json\n")
    lines += [f"{'0' * 64}  {name}.json\n" for name in more]
    (folder / "sums").write_text("".join(lines))


def fill(there):
    """What the senders have left."""
    for folder in ("glob", "marker", f"glob/items_{DAY}_old.json", "shop_a", "shop_b", "shop_c"):
        (there / folder).mkdir()
    for i in range(3):
        (there / f"glob/items_{DAY}_{i}.json").write_text(items(f"g{i}"))
    (there / f"glob/.items_{DAY}_9.json").write_text("{half")
    (there / "glob/items_2026-03-30_1.json").write_text(items("old"))
    for shop in "ab":
        (there / f"shop_{shop}/items_{DAY.replace('-', '')}.json").write_text(items(shop))
    (there / "shop_d").write_text("no folder")
    (there / NAME).write_text(items("n"))
    (there / "marker/items.json").write_text(items("m"))
    (there / "marker/items.done").write_text("")
    listed(there / "listed", ["a", "b"])
    listed(there / "wrong", ["a"], "other")
    listed(there / "lacking", ["a"], more=["b"])
    (there / "empty.json").write_text("")
    (there / "growing.json").write_text(items("w"))
    (there / "settled.json").write_text(items("s"))
    (there / "half.json").write_text(items("h")[:-5])
    content = random.Random(7).sample(range(10 ** 9), BIG)
    (there / "big.json").write_text(json.dumps({"data": [{"id": f"{c}", "amount": "1.50"} for c in content]}))


def grow(path, stop):
    while not stop.is_set():
        with open(path, "a") as f:
            f.write(" ")
        sleep(0.1)


def text_of(there, sshd, cutter, servers):
    """The project; its keys lie in its folder."""
    base = f"sftp://127.0.0.1:{sshd.port}{there}/"
    key = 'ssh = {{ known_hosts = "known_hosts", user = "{user}", {who} }}'
    own = key.format(user=sshd.user, who='key = "user"')
    ftp = f'auth = {{ kind = "basic", user = "anonymous", password = "${{secret:ftp}}" }}\ntls = {{ ca = "ftp.crt" }}'
    systems = {
        "sftp": (base, own),
        "cut": (base.replace(str(sshd.port), str(cutter.port)), own),
        "locked": (base, key.format(user=sshd.user, who='key = "locked", key_password = "${secret:key}"')),
        "agent": (base, key.format(user=sshd.user, who="agent = true")),
        "changed": (base, own.replace("known_hosts\"", "changed_hosts\"")),
        "unknown": (base, own.replace("known_hosts\"", "no_hosts\"")),
        "stranger": (base, own.replace('"user"', '"stranger"')),
        "gone": (base.replace(str(sshd.port), str(places.free_port())), own),
        "ftp": (f"ftp://127.0.0.1:{servers['plain'].port}/", ftp.split("\n", maxsplit=1)[0]),
        "ftpes": (f"ftpes://127.0.0.1:{servers['tls'].port}/", ftp),
        "ftpcut": (f"ftpes://127.0.0.2:{servers['tls'].port}/", ftp),
        "plain": (f"ftpes://127.0.0.1:{servers['plain'].port}/", ftp),
        "untrusted": (f"ftpes://127.0.0.1:{servers['tls'].port}/", ftp.replace("ftp.crt", "other.crt")),
        "wrong": (f"ftpes://127.0.0.1:{servers['tls'].port}/", ftp.replace("secret:ftp", "secret:wrong")),
    }
    quick = '\nretry = { base = "0s", times = 3 }'
    # The server must have seen that a connection broke off: its only port of data is in use until then.
    slow = '\nretry = { base = "1s", most = "1s", jitter = "none", times = 20 }'
    text = BEGIN + "".join(SYSTEM.format(name=n, base=b, more=m + (slow if n == "ftpcut" else quick))
                           for n, (b, m) in systems.items())
    for (system, name), (path, complete, more, _) in CASES.items():
        kind = "sftp" if systems[system][0].startswith("sftp") else "ftp"
        text += FILES.format(system=system, name=name, path=path, complete=complete, more=more, kind=kind)
    return text


def keys(folder, sshd, cutter, other):
    """Who is believed and who we are: files of the project."""
    for name, path in {"user": sshd.user_key, "stranger": other / "stranger", "locked": other / "locked"}.items():
        (folder / name).write_bytes(Path(path).read_bytes())
        (folder / name).chmod(0o600)
    own = "".join(places.known(port, sshd.host_key) for port in (sshd.port, cutter.port))
    (folder / "known_hosts").write_text(own)
    (folder / "changed_hosts").write_text(places.known(sshd.port, other / "stranger"))
    (folder / "no_hosts").write_text("")
    for name in ("ftp", "other"):
        (folder / f"{name}.crt").write_bytes((other / f"{name}.crt").read_bytes())


def told(engine, tap, extracts):
    check_files(tap, CASES, extracts)
    for system in ("cut", "ftpcut"):
        rows = engine.sql(f"select count(distinct id) from stage.{system}_item")
        tap.ok(int(rows) == BIG, f"{system}: what was put together of two pieces is what was sent", rows)


def day_after(engine, tap, there):
    """The same bytes again are no news; a look at what is there needs no landing."""
    (there / "settled.json").write_text(items("t"))
    done = engine.run("run", "all", "--date", NEXT, "--only", "sftp.marker", "--json")
    got = json.loads(done.out)["runs"][0]["extracts"][0]
    tap.ok(got["reading"] == "staged", "a file without a date in its name may be the same again", got)
    done = engine.run("sample", "sftp.glob", "1", "--date", DAY, "--json")
    tap.ok(done.code == 0 and '"g00"' in done.out, "sample fetches what it shows", done)
    done = engine.run("plan", "all", "--date", DAY, "--json")
    tap.ok(done.code == 0 and f"{there}/glob/items_{DAY}_*.json" in done.out, "plan says where it would look", done)


SFTP_OK = ('base = "sftp://x.example/in/"\nssh = { known_hosts = "k", user = "u", key = "f" }', "sftp")
MISTAKES = [
    ('base = "sftp://x.example/in/"', "sftp", '"ssh" is missing'),
    ('base = "sftp://x.example/in/"\nssh = { user = "u", key = "f" }', "sftp", '"known_hosts" is missing'),
    ('base = "sftp://x.example/in/"\nssh = { known_hosts = "k" }', "sftp", "nobody says who we are"),
    ('base = "sftp://x.example/in/"\nssh = { known_hosts = "k", user = "u" }', "sftp", "nobody says who we are"),
    ('base = "sftp://x.example/in/"\nssh = { known_hosts = "k", user = "u", key = "f", agent = true }', "sftp",
     "a key and an agent"),
    ('base = "sftp://x.example/in/"\nssh = { known_hosts = "k", user = "u", agent = true, key_password = "x" }', "sftp",
     '"key_password" is of a key'),
    ('base = "sftp://x.example/in/"\nauth = { kind = "basic", user = "a", password = "b" }\n'
     'ssh = { known_hosts = "k", user = "u", key = "f" }', "sftp", "say one"),
    ('base = "sftp://x.example/in/"\nauth = { kind = "bearer", token = "a" }\nssh = { known_hosts = "k" }', "sftp",
     "with a user and a password"),
    ('base = "ftpes://x.example/in/"\nssh = { known_hosts = "k" }', "ftp", "begins with sftp://"),
    ('base = "ftpes://anna@x.example/in/"', "ftp", "names a user"),
    ('base = "sftp://x:y/in/"\nssh = { known_hosts = "k", user = "u", key = "f" }', "sftp", "is no address"),
    ('base = "sftp://x.example/in"', "sftp", "must end in /"),
    (SFTP_OK[0], "ftp", 'has no "base" that begins with ftpes://'),
    ('base = "https://x.example/"', "sftp", 'has no "base" that begins with sftp://'),
    ('base = "ftps://x.example/"', "http", "where its web service is"),
    ('title = "x"', "ftp", 'has no "base" that begins with ftpes://'),
]


def checked(tap, engine):
    """What is wrong with a configuration is said; what is right is not asked."""
    def check(system, kind, path, want, more=""):
        extract = FILES.format(system="x", name="x", path=path, complete="structure", more=more, kind=kind)
        check_says(tap, engine, BEGIN + f"[system.x]\n{system}\n" + extract, want, system)

    for system, kind, want in MISTAKES:
        check(system, kind, "a.json", want)
    check(*SFTP_OK, "/a.json", "begins with /")
    check(*SFTP_OK, "a.json", "")
    check('base = "ftps://x.example/"', "ftp", "a_{business_date}.json", "")
    check(*SFTP_OK, "a.json", 'duration', ', wait_stable = "soon"')


def main():
    tap = Tap()
    with TemporaryDirectory(prefix="cf-elsewhere-") as made:
        there, other, folder = (Path(made) / name for name in ("there", "other", "project"))
        for path in (there, other, folder, Path(made) / "sshd"):
            path.mkdir()
        Path(made).chmod(0o755)
        fill(there)
        places.new_key(other / "stranger")
        places.new_certificate(other / "ftp")
        places.new_certificate(other / "other")
        sshd = places.Sshd(Path(made) / "sshd")
        (other / "locked").write_bytes(sshd.user_key.read_bytes())
        (other / "locked").chmod(0o600)
        subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", other / "locked"], check=True,
                       stdout=subprocess.DEVNULL)
        cutter = places.Cutter(sshd.port, 1_000_000)
        servers = {"plain": places.Ftp(Path(made) / "ftp", there, PASSWORD),
                   "tls": places.Ftp(Path(made) / "ftps", there, PASSWORD, other / "ftp")}
        places.Cutter(servers["tls"].port, address=("127.0.0.2", servers["tls"].port))
        data = places.Cutter(servers["tls"].data_port, 1_000_000, ("127.0.0.2", servers["tls"].data_port))
        agent = places.Agent(made, sshd.user_key)
        stop = threading.Event()
        threading.Thread(target=grow, args=(there / "growing.json", stop), daemon=True).start()
        try:
            keys(folder, sshd, cutter, other)
            with project(text_of(there, sshd, cutter, servers), folder) as engine:
                engine.must("init")
                engine.disturbance = {"COUNTERFOIL_SECRET_ftp": PASSWORD, "COUNTERFOIL_SECRET_key": PASSPHRASE,
                                      "COUNTERFOIL_SECRET_wrong": PASSWORD + "x", "SSH_AUTH_SOCK": str(agent.socket)}
                done = engine.run("run", "all", "--date", DAY, "--json")
                told(engine, tap, extracts_of(done))
                size = os.path.getsize(there / "big.json")
                for name, between in (("SFTP", cutter), ("FTP", data)):
                    tap.ok(between.after is None and between.passed < 1.4 * size,
                           f"{name}: what broke off was gone on from, not begun anew",
                           f"{between.passed} bytes of {size}, {between.connections} connections")
                key = (engine.folder / "user").read_text().splitlines()[2]
                kept_secret(tap, engine, done.out + done.complaint, (PASSWORD, PASSPHRASE, key), holders=("user",))
                left_nothing(tap, engine)
                day_after(engine, tap, there)
                checked(tap, engine)
        finally:
            stop.set()
            for server in (sshd, agent, *servers.values()):
                server.end()
    tap.done()


main()
