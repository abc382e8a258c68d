#!/usr/bin/env python3
"""Who includes whom, who knows which foreign library, and which schemas a statement names."""

import re

from sources import CODE, Findings, bare, bare_sql, files, read

# In the order in which data flows: a file includes headers of its own folder and of those to the left of it.
SHARED = ["base", "db", "config", "format", "net"]
STAGES = ["extract", "read", "map", "stage", "reconcile", "report", "export", "review"]
ABOVE = ["run", "cli"]
ORDER = SHARED + STAGES + ABOVE

# Of a stage, those to the right of it see only what it hands on.
HANDED_ON = {"extract/landing.h", "read/batch.h", "map/row.h", "stage/delta.h", "reconcile/verdict.h"}

# What the build makes of sql/ and of the report's assets; each folder uses its own names of it.
MADE = "embedded.h"

FOREIGN = [
    (r"libpq-fe\.h|libpq/", r"etl/db/|tests/faults/"),
    (r"(dlfcn|link)\.h", r"tests/faults/"),
    (r"curl/", r"etl/net/|tests/faults/"),
    (r"libxml/", r"etl/format/xml\w*\.c"),
    (r"archive(_entry)?\.h", r"etl/format/archive\.c"),
    (r"zlib\.h", r"etl/format/gzip\.c|etl/report/zip\.c|tests/systems/gzip\.c"),
    (r"zstd\w*\.h", r"etl/extract/(blob|squeeze)\w*\.[ch]"),
    (r"openssl/", r"etl/base/(certificate|digest|seal|signature)\.c"),
    (r"xxhash\.h", r"etl/base/hash\.c"),
    (r"glib\.h", r"etl/base/(zone|unicode|regex|base64)\.c"),
    (r"toml\+\+/", r"etl/config/toml\.cc"),
    (r"simdjson\.h", r"etl/format/json\.cc"),
    (r"microhttpd\.h", r"tests/systems/server\.c|etl/review/"),
]

# C11, C++17, POSIX and Linux; what is in none of these lists needs a place of its own above.
STANDARD = set("""assert.h ctype.h errno.h float.h inttypes.h limits.h locale.h math.h signal.h stdalign.h stdarg.h
    stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h strings.h time.h uchar.h wchar.h endian.h
    dirent.h fcntl.h fnmatch.h glob.h grp.h iconv.h langinfo.h libgen.h netdb.h poll.h pthread.h pwd.h sched.h spawn.h
    syslog.h termios.h unistd.h arpa/inet.h netinet/in.h sys/file.h sys/ioctl.h sys/mman.h sys/resource.h sys/select.h
    sys/socket.h sys/stat.h sys/statvfs.h sys/time.h sys/types.h sys/uio.h sys/un.h sys/wait.h
    sys/prctl.h sys/random.h sys/sendfile.h sys/syscall.h linux/fs.h emmintrin.h immintrin.h
    algorithm array charconv cmath cstdint cstdlib cstring exception functional limits map memory new optional set
    stdexcept string string_view tuple unordered_map utility variant vector""".split())

SCHEMAS = {
    "db": {"ops"}, "net": {"ops"}, "extract": {"ops"}, "stage": {"ops", "stage"},
    "reconcile": {"ops", "stage", "recon"},
    "report": {"ops", "stage", "recon"}, "export": {"ops", "stage", "recon"}, "review": {"ops", "stage", "recon"},
    "run": {"ops", "stage", "recon"}, "cli": {"ops", "stage", "recon"}, "schema": {"ops", "stage", "recon"},
}


def may_include(folder, header):
    """None, or what is wrong with it."""
    theirs = header.split("/")[0]
    if theirs not in ORDER:
        return f'"{header}" is in no folder of the house'
    if folder is None or theirs == folder or folder in ABOVE and ORDER.index(theirs) < ORDER.index(folder):
        return None
    if ORDER.index(theirs) > ORDER.index(folder):
        return f'{folder} includes "{header}", which is to the right of it'
    if theirs in STAGES and header not in HANDED_ON:
        return f'{folder} includes "{header}", which {theirs} does not hand on'
    return None


def check_includes(found, path, source):
    folder = path.parts[1] if path.parts[0] == "etl" and len(path.parts) > 2 else None
    for number, line in enumerate(bare(source, texts=False).splitlines(), 1):
        own = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
        foreign = re.match(r"\s*#\s*include\s*<([^>]+)>", line)
        if own and own[1] != MADE and path.parts[0] == "etl":
            wrong = may_include(folder, own[1])
            if wrong:
                found.say(path, number, wrong)
        if foreign:
            check_foreign(found, path, number, foreign[1])


def check_foreign(found, path, number, header):
    if header in STANDARD or header == MADE:
        return
    for name, places in FOREIGN:
        if re.match(name, header):
            if not re.match(places, str(path)):
                found.say(path, number, f"<{header}> belongs to {places}")
            return
    found.say(path, number, f"<{header}> has no folder or file that may know it")


def check_schemas(found, path, source):
    folder = path.parts[1]
    if folder not in SCHEMAS:
        found.say(path, 1, f"sql/{folder} has no schemas that it may name")
        return
    for number, line in enumerate(bare_sql(source).splitlines(), 1):
        for schema in re.findall(r"(?<![\w.\"])(ops|stage|recon)\.", line):
            if schema not in SCHEMAS[folder]:
                found.say(path, number, f"a statement of {folder} names the schema {schema}")


def main():
    found = Findings()
    for path in files("etl", "tests", suffixes=CODE):
        check_includes(found, path, read(path))
    for path in files("sql", suffixes={".sql"}):
        check_schemas(found, path, read(path))
    found.end()


main()
