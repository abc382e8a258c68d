#!/usr/bin/env python3
"""Each system that ships is a kind with a page, and each of its lists says there and in its reports where a person sees
its total; what is not confirmed says so."""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "demo"))
sys.dont_write_bytecode = True

from tap import Tap          # noqa: E402

# Software that the demo's businesses run, and nobody else.
DEMO = {"webshop"}


def shipped():
    """Page, kind and its lists of each kind in jobs/systems."""
    for path in sorted((ROOT / "jobs" / "systems").glob("*.toml")):
        for kind, said in tomllib.loads(path.read_text()).get("kind", {}).items():
            yield path.stem, kind, said.get("extract", {})


def page_of(stem, kind):
    """A file of one kind has its name or the kind's; of a kind in two files, the kind's."""
    pages = [ROOT / "docs" / "systems" / f"{name}.md" for name in (stem, kind)]
    return next((page for page in pages if page.exists()), None) or sys.exit(f"Bail out! no page for {kind}")


def main():
    tap = Tap()
    for stem, kind, lists in shipped():
        silent = [name for name, said in lists.items() if not said.get("tie")]
        tap.ok(lists and not silent, f"{kind}: each list says where its total stands", *silent)
        if kind in DEMO:
            continue
        page = page_of(stem, kind)
        text = page.read_text().replace("*", "")
        lacking = [f"{name}: {said.get('tie')}" for name, said in lists.items()
                   if f"`{name}`" not in text or said.get("tie", "") not in " ".join(text.split())]
        tap.ok(text and not lacking, f"{kind}: {page.name} names each, and says the same", *lacking)
        heads = ("**Credentials.", "**What is read.", "**What to look out for.")
        tap.ok(all(head in page.read_text() for head in heads),
               f"{kind}: how to get credentials, what is read, what to look out for")
        tap.ok("confirmed" in text or stem in ("loyalty", "product_feed"), f"{kind}: whether it is confirmed")
    tap.done()


main()
