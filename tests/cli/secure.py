#!/usr/bin/env python3
"""Lists over HTTPS and through a proxy: who is believed, who we are, through whom it goes.  The servers are real, with
certificates made here; the proxy is tinyproxy, which wants a login."""

import ssl
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlparse

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo")]
sys.dont_write_bytecode = True

from answering import Answering, serve                                        # noqa: E402
from items import beginning, check_says, extracts_of, kept_secret, project    # noqa: E402
from places import free_port, wait_for                                        # noqa: E402
from tap import Tap                                                           # noqa: E402

DAY, HELD, SIZE = "2026-03-31", 250, 60
LOGIN = "counter:f0il-at-the-gate"
SYSTEM = """
[system.{name}]
base = "{scheme}://{host}:{port}/{name}/"
retry = {{ base = "0s", times = 1 }}
stall = "5s"
{more}
[extract.{name}.items]
entity = "item"
source = {{ kind = "http", path = "items", page = {{ kind = "cursor", from = "last:id", to = "query:after", \
stop = {{ field_false = "more" }} }} }}
format = {{ kind = "json", rows = "data[*]" }}
map = {{ id = "id" }}
[job.{name}]
extract = ["{name}.*"]
"""
TINYPROXY = """
Port {port}
Listen 127.0.0.1
LogFile "{folder}/proxy.log"
LogLevel Connect
MaxClients 20
BasicAuth {user} {password}
"""
OWN = 'tls = { ca = "ca.crt" }'
US = 'tls = { ca = "ca.crt", certificate = "us.crt", key = "us.key" }'


class Shop(Answering):
    connections, asked, told = Counter(), Counter(), []

    def setup(self):
        super().setup()
        self.names = set()

    def do_GET(self):
        address = urlparse(self.path)
        name = address.path.split("/")[1]
        self.asked[name] += 1
        if name not in self.names:
            self.names.add(name)
            self.connections[name] += 1
        self.told.append((name, sorted(key.lower() for key in self.headers)))
        after = parse_qs(address.query).get("after", [""])[0]
        rows = [{"id": f"r{i:03}"} for i in range(HELD) if f"r{i:03}" > after][:SIZE]
        self.answer(200, {"data": rows, "more": bool(rows) and rows[-1]["id"] < f"r{HELD - 1:03}"})


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def certificate(folder, name, says, begin="20260101000000Z", end="20991231235959Z"):
    """Of the test's own authority."""
    key, request, made = (folder / f"{name}.{kind}" for kind in ("key", "csr", "crt"))
    openssl("req", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={name}")
    (folder / f"{name}.cnf").write_text(
        f"[ca]\ndefault_ca=d\n[d]\ndatabase={folder}/index\nnew_certs_dir={folder}\nserial={folder}/serial\n"
        f"default_md=default\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[x]\nsubjectAltName={says}\n")
    openssl("ca", "-batch", "-config", folder / f"{name}.cnf", "-extensions", "x", "-cert", folder / "ca.crt",
            "-keyfile", folder / "ca.key", "-in", request, "-out", made, "-startdate", begin, "-enddate", end,
            "-notext")
    return made, key


def authority(folder):
    openssl("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", folder / "ca.key", "-out", folder / "ca.crt",
            "-subj", "/CN=our own authority", "-days", "3650")
    (folder / "index").write_text("")
    (folder / "serial").write_text("01\n")
    return {"good": certificate(folder, "good", "IP:127.0.0.1"),
            "ended": certificate(folder, "ended", "IP:127.0.0.1", "20200101000000Z", "20210101000000Z"),
            "other": certificate(folder, "other", "DNS:shop.example"),
            "us": certificate(folder, "us", "DNS:us.example")}


def listen(made=None, wants=None):
    """Its port; made: its certificate; wants: the authority of whoever may ask."""
    if not made:
        return serve(Shop)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*made)
    if wants:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(wants)
    return serve(Shop, context)


class Proxy:
    def __init__(self, folder):
        self.port, self.log = free_port(), folder / "proxy.log"
        user, password = LOGIN.split(":")
        config = folder / "tinyproxy.conf"
        config.write_text(TINYPROXY.format(port=self.port, folder=folder, user=user, password=password))
        self.process = subprocess.Popen(["tinyproxy", "-d", "-c", config], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        wait_for(self.port)

    def end(self):
        self.process.terminate()
        self.process.wait()

    def asked(self, port):
        """How many requests for there, or for connections to it, it had."""
        return sum(f"127.0.0.1:{port}" in line and "Request" in line for line in self.log.read_text().splitlines())


def cases(ports, proxy):
    """name: server, what its system says, what of the environment, whether it goes by the proxy, why it fails."""
    through = f'proxy = "http://${{secret:gate}}@127.0.0.1:{proxy.port}"'
    here, there = f"http://{LOGIN}@127.0.0.1:{proxy.port}", f"http://127.0.0.1:{free_port()}"
    by_environment = {"https_proxy": here, "http_proxy": here, "no_proxy": ""}
    return {
        "authority": ("good", OWN, {}, False, None),
        "unknown": ("good", "", {}, False, "certificate"),
        "elsewhere": ("other", OWN, {}, False, "certificate"),
        "ended": ("ended", OWN, {}, False, "certificate"),
        "client": ("client", US, {}, False, None),
        "nobody": ("client", OWN, {}, False, "127.0.0.1"),
        "plain": ("plain", through, {}, True, None),
        "sealed": ("good", f"{OWN}\n{through}", {}, True, None),
        "client_there": ("client", f"{US}\n{through}", {}, True, None),
        "unknown_there": ("good", through, {}, True, "certificate"),
        "stranger": ("good", f'{OWN}\nproxy = "http://127.0.0.1:{proxy.port}"', {}, True, "status 407"),
        "stranger_plain": ("plain", f'proxy = "http://127.0.0.1:{proxy.port}"', {}, True, "status 407"),
        "gone": ("good", f'{OWN}\nproxy = "{there}"', {}, False, f"through the proxy {there}"),
        "gone_for_all": ("good", OWN, {"https_proxy": f"http://a:b@{there[7:]}"}, False, f"through the proxy {there}"),
        "environment": ("good", OWN, by_environment, True, None),
        "environment_plain": ("plain", "", by_environment, True, None),
        "direct": ("good", f'{OWN}\nproxy = ""', by_environment, False, None),
        "excepted": ("good", OWN, by_environment | {"no_proxy": "127.0.0.1"}, False, None),
    }


def text_of(ports, all_cases):
    return beginning() + "".join(
        SYSTEM.format(name=name, scheme="http" if server == "plain" else "https", port=ports[server], more=more,
                      host="127.0.0.1") for name, (server, more, *_) in all_cases.items())


def check(tap, engine, proxy, ports, name, case):
    server, _, environment, is_asked, why = case
    before = proxy.asked(ports[server])
    engine.disturbance = environment | {"COUNTERFOIL_SECRET_gate": LOGIN}
    done = engine.run("run", name, "--date", DAY, "--json")
    got = extracts_of(done)[f"{name}.items"]
    if why:
        tap.ok(got["reading"] == "failed" and why in (got.get("note") or "") and not Shop.asked[name],
               f"{name}: nothing is asked, for {why}", got, Shop.asked[name])
    else:
        tap.ok(got["reading"] == "staged" and got["staged"] == HELD, f"{name}: all of it", got)
        if server != "plain":
            tap.ok(Shop.connections[name] == 1 and Shop.asked[name] == 5, f"{name}: five pages over one connection",
                   Shop.connections[name], Shop.asked[name])
    tap.ok((proxy.asked(ports[server]) > before) == is_asked, f"{name}: {'' if is_asked else 'not '}asked of the proxy",
           proxy.log.read_text()[-600:])
    return done.out + done.complaint


def told_nobody(tap):
    told = [name for name, headers in Shop.told if "proxy-authorization" in headers]
    tap.ok(not told, "and no server is told the login of the proxy", *told)


MISTAKES = {
    'proxy = "http://me:secret@proxy.example:3128"': '"proxy" names a user',
    'proxy = "socks5://proxy.example"': '"proxy" must begin with http:// or https://',
}


def checked(tap, engine, text):
    for line, says in MISTAKES.items():
        check_says(tap, engine, text.replace("stall =", f"{line}\nstall =", 1), says, line)


def main():
    tap = Tap()
    with TemporaryDirectory(prefix="cf-secure-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        made = authority(folder)
        ports = {"good": listen(made["good"]), "ended": listen(made["ended"]), "other": listen(made["other"]),
                 "client": listen(made["good"], folder / "ca.crt"), "plain": listen()}
        proxy = Proxy(folder)
        try:
            all_cases = cases(ports, proxy)
            own = folder / "project"
            own.mkdir()
            for name in ("ca.crt", "us.crt", "us.key"):
                (own / name).write_bytes((folder / name).read_bytes())
            text = text_of(ports, all_cases)
            with project(text, own) as engine:
                engine.must("init")
                said = "".join(check(tap, engine, proxy, ports, name, case) for name, case in all_cases.items())
                kept_secret(tap, engine, said, (LOGIN, LOGIN.split(":")[1]))
                told_nobody(tap)
                checked(tap, engine, text)
        finally:
            proxy.end()
    tap.done()


main()
