"""Projects of one company and one entity, the item: how their configuration begins, the engine in one of them, and what
is asked of it again and again."""

import base64
import json
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from engine import Engine

# A system may write into the links that it sends what it was asked with: that is evidence, and is kept as it came.
LINK = re.compile(rb'"here": "[^"]*"')


def beginning(start="2026-03-30", timezone="Europe/Berlin", **fields):
    """What a configuration begins with; fields: the types of those that an item has beside its id."""
    types = "\n".join(f'{name} = {{ type = "{kind}" }}' for name, kind in ({"id": "text"} | fields).items())
    return f"""
[counterfoil]
database = "embedded"
timezone = "{timezone}"
start = "{start}"
include = []

[company.DE01]
title = "Nordlicht Handel GmbH"
currency = "EUR"

[entity.item]
key = ["id"]
[entity.item.field]
{types}
"""


# Of a list that is files.
FILES = """
[extract.{system}.{name}]
entity = "item"
complete = "{complete}"
source = {{ kind = "{kind}", path = "{path}"{more} }}
format = {{ kind = "json", rows = "data[*]" }}
[extract.{system}.{name}.map]
id = "id"
amount = "amount"
"""


@contextmanager
def project(text, *folders):
    """The engine in a project of this configuration, beside which lies what is in the folders."""
    with TemporaryDirectory(prefix="cf-items-") as made:
        (Path(made) / "jobs.toml").write_text(text)
        with Engine([*folders, made]) as engine:
            yield engine


def check_says(tap, engine, text, says, *details):
    """What is wrong with this configuration; says "": nothing is."""
    (engine.folder / "jobs.toml").write_text(text)
    done = engine.run("check")
    good = (done.code, says in done.out + done.complaint) == (3 if says else 0, True)
    tap.ok(good, f"check: {says or 'fine'}", *details, done)


def extracts_of(done):
    """{extract: what is said of it} by a run with --json."""
    return {told["extract"]: told for told in json.loads(done.out)["runs"][0]["extracts"]}


def rows_of(engine, extract, what="id"):
    """Of each row that an extract has staged."""
    dataset = f"{extract.split('.')[0]}.item"
    return engine.sql(f"select {what} from stage.{dataset.replace('.', '_')} join ops.source s using (source) "
                      f"where s.dataset = '{dataset}' and s.extract = '{extract}' order by 1").splitlines()


def check_files(tap, cases, extracts):
    """{(system, name): (…, what must come of it)}: how many records, or a piece of the reason why there are none."""
    for (system, name), (*_, want) in cases.items():
        got = extracts[f"{system}.{name}"]
        if isinstance(want, int):
            tap.ok((got["reading"], got.get("staged")) == ("staged", want), f"{system}.{name}: all {want}", got)
        else:
            said = f"{got.get('trouble')} {got.get('note')}"
            tap.ok(got["reading"] != "staged" and want in said, f"{system}.{name}: {want}", got)


def written(engine, said):
    """{place: bytes}: what was said, the database, and each file of the project, unpacked."""
    places = {"what was said": said.encode(),
              "the database": subprocess.run(["pg_dump", engine.superuser], capture_output=True, check=True).stdout}
    for path in (path for path in engine.folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".zst":
            content = subprocess.run(["zstd", "-dcq"], input=content, capture_output=True, check=True).stdout
            content = LINK.sub(b"", content)
        places[str(path.relative_to(engine.folder))] = content
    return places


def ways(secret):
    """How it may be written."""
    plain = secret.encode()
    return {plain, base64.b64encode(plain), quote(secret, safe="").encode(), quote(secret).encode(),
            json.dumps(secret)[1:-1].encode()}


def kept_secret(tap, engine, said, secrets, holders=()):
    """That none of them is in anything but the files that hold them; gives what was written, as above."""
    places = written(engine, said)
    found = [f"{place}: {way}" for place, content in places.items() if place not in holders
             for secret in secrets for way in ways(secret) if way in content]
    tap.ok(not found and len(places) >= 20, "no secret is in anything that was written", *found,
           f"{len(places)} places")
    return places


def left_nothing(tap, engine):
    left = list((engine.folder / "var" / "landings" / "blobs" / "tmp").glob("*"))
    tap.ok(not left, "nothing that was fetched is left aside", *left)
