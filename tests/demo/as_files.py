"""The demo's systems as folders of files: the tests that damage and vary what a system says do so in the files that
generate.py writes, and read those.  Entities, maps, guards and rules are the demo's own; only where and how a list is
read is another.

    as_files(PROJECT)       a folder with a copy of jobs/
"""

import json
import tomllib

BELOW = "build/demo/{business_date}"
PLACE = ("base", "auth", "ssh", "limit")       # of a system that is asked
JSON_LINES = {"kind": "jsonl"}
SHIPMENTS = {"shop_pl": "shipments[*]"}
INSIDE = {"components": "components", "returns": "returns", "cards": "giftCards"}     # what stands in a shop's records


def shop(name, extracts):
    for extract, x in extracts.items():
        if extract == "fulfilments":
            x["format"] = {**JSON_LINES, "rows": SHIPMENTS.get(name, "fulfilments[*]")}
        elif extract in INSIDE:
            x["format"] = {**JSON_LINES, "rows": f"{INSIDE[extract]}[*]"}
        elif extract == "stock":
            x.update(format=JSON_LINES, as_of="name", complete="none",
                     source={"path": f"{BELOW}/{name}/stock.jsonl.gz"})
        else:
            x.update(format=JSON_LINES, as_of="name", complete="manifest", source={
                "path": f"{BELOW}/{name}/orders.jsonl.gz", "manifest": f"{BELOW}/{name}/SHA256SUMS"})


def erp(extracts):
    for extract, x in extracts.items():
        x.update(source={"path": f"{BELOW}/erp/export.zip"}, complete="trailer", format={
            "kind": "csv", "member": f"{extract}.csv", "delimiter": ";", "charset": "windows-1252",
            "trailer": {"starts": "Ende", "count": "#2"}})
        x["as_of"] = x["as_of"].replace("header:exported_at", "name")


def gateway(extracts):
    for extract, x in extracts.items():
        x.update(source={"path": f"{BELOW}/gateway/{extract}_*.json"}, complete="count:count",
                 as_of="header:exported_at")


def fetched(extracts):
    for x in (x for x in extracts.values() if "source" in x):
        x["source"].update(kind="file", path=f"build/demo/{x['source']['path']}")


CHANGES = {**{name: lambda extracts, name=name: shop(name, extracts) for name in ("shop_de", "shop_pl", "shop_se")},
           "erp": erp, "gateway": gateway, "bank": fetched, "wms": fetched}


def changed(tables):
    """One file of jobs/systems.  What a kind says of its lists must not stand in the way of what its systems say."""
    for kind in tables.get("kind", {}).values():
        for x in kind["extract"].values():
            for key in ("source", "format", "as_of"):
                x.pop(key, None)
    for where in (*tables.get("system", {}).values(), *tables.get("kind", {}).values()):
        for key in PLACE:
            where.pop(key, None)
    for name, extracts in tables.get("extract", {}).items():
        CHANGES.get(name, lambda extracts: None)(extracts)


# ── TOML ────────────────────────────────────────────────────────────────────────────────────────────────────────────

def inline(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k, ensure_ascii=False)} = {inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def written(tables, path=()):
    """Tables three deep have a head of their own, as a person would write them; what is in them stands in a line."""
    own = {k: v for k, v in tables.items() if not isinstance(v, dict) or len(path) >= 3}
    lines = [f"\n[{'.'.join(path)}]"] if own and path else []
    lines += [f"{json.dumps(k, ensure_ascii=False)} = {inline(v)}" for k, v in own.items()]
    for name, value in tables.items():
        if name not in own:
            lines += written(value, (*path, name))
    return lines


SYSTEMS = ("webshop", "shop_de", "shop_pl", "shop_se", "erp", "gateway", "bank", "wms")


def as_files(project):
    for name in SYSTEMS:
        path = project / "jobs" / "systems" / f"{name}.toml"
        tables = tomllib.loads(path.read_text())
        changed(tables)
        path.write_text("\n".join(written(tables)) + "\n")
