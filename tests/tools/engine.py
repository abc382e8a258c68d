"""The engine in a project of its own: a temporary folder, and a fresh database on the cluster that tests share.  Both
go when the test ends, however it ends, but for SIGKILL; KEEP=1 keeps the folder."""

import atexit
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections import namedtuple
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
HURRY = ROOT / "tests" / "tools" / "hurry"
CLUSTER = ROOT / "build" / "check" / "unit" / "embedded"
FOLDER = os.environ.get("TESTCLUSTER", str(ROOT / "build" / "testcluster"))
Done = namedtuple("Done", "code out complaint")
State = namedtuple("State", "database folder")


def checked():
    """The program with the sanitizers, if it is built."""
    names = (os.environ.get("COUNTERFOIL"), ROOT / "build" / "check" / "counterfoil", ROOT / "build" / "counterfoil")
    return next(Path(name) for name in names if name and Path(name).exists())


def fast():
    return Path(os.environ.get("COUNTERFOIL") or ROOT / "build" / "counterfoil")


def morning_after(day, zone):
    """Half past four on the morning after a business date."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(4, 30), ZoneInfo(zone)).isoformat()


def start_cluster():
    """Its conninfo; fine if it runs already, as that of all tests does."""
    if FOLDER == os.environ.get("TESTCLUSTER") and "TESTCONNINFO" in os.environ:
        return os.environ["TESTCONNINFO"]
    return subprocess.run([CLUSTER, "start", FOLDER], check=True, capture_output=True, text=True).stdout.strip()


def stop_cluster():
    subprocess.run([CLUSTER, "stop", FOLDER], check=False, capture_output=True)


@contextmanager
def own_cluster():
    """A cluster that no other test uses, for as long as the block."""
    global FOLDER
    shared, folder = FOLDER, Path(tempfile.mkdtemp(prefix="cf-cluster-"))
    folder.chmod(0o755)
    FOLDER = str(folder / "var")
    try:
        yield folder
    finally:
        stop_cluster()
        shutil.rmtree(folder, ignore_errors=True)
        FOLDER = shared


class Engine:
    """A project of these folders, laid over each other.  Its database is empty, or has its tables already."""
    numbers = count(1)

    def __init__(self, folders, program=None, migrated=False):
        self.program = program or checked()
        self.folder = Path(tempfile.mkdtemp(prefix="cf-case-"))
        self.main = None
        self.disturbance = {}          # words of the environment that make calls fail (shim.py)
        atexit.register(self.end)
        for folder in folders:
            shutil.copytree(folder, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expect", "steps"))
        self.folder.chmod(0o755)
        self.database = f"case_{os.getpid()}_{next(self.numbers)}"
        conninfo = start_cluster()
        self.main = re.sub("user=[^ ]*", "user=postgres", conninfo)
        self.conninfo = f"{re.sub('dbname=[^ ]*', '', conninfo).strip()} dbname={self.database}"
        self.superuser = re.sub("user=[^ ]*", "user=postgres", self.conninfo)
        template = self.migrated() if migrated else "template1"
        self.make(template)
        self.configure()

    def configure(self):
        jobs = self.folder / "jobs.toml"
        self.zone = tomllib.loads(jobs.read_text())["counterfoil"]["timezone"]
        jobs.write_text(jobs.read_text().replace('database = "embedded"', f'database = "{self.conninfo}"'))

    def on_main(self, statement, check=True):
        silent = os.environ | {"PGOPTIONS": "-c client_min_messages=warning"}
        return subprocess.run(["psql", "-XqAt", self.main, "-c", statement], check=check, stdout=subprocess.PIPE,
                              text=True, env=silent).stdout

    def make(self, template):
        """A copy of files, which costs less than one of pages that each go into the log."""
        self.on_main(f"create database {self.database} template {template} owner counterfoil strategy file_copy")

    def migrated(self):
        """The name of a database that this version has set up; one that asks for it first sets it up."""
        statements = b"".join(path.read_bytes() for path in sorted((ROOT / "sql" / "schema").iterdir()))
        name = f"migrated_{hashlib.sha256(statements).hexdigest()[:16]}"
        if not self.on_main(f"select 1 from pg_database where datname = '{name}'"):
            with Engine([ROOT / "tests" / "cases" / "base"], program=fast()) as first:
                first.must("init")
                # Of two that set it up at once the second finds it there, and drops its own.
                self.on_main(f"alter database {first.database} rename to {name}", check=False)
        return name

    def keep(self, name, folder):
        """What there is now, to begin again with: a template of its database, and of var/ a copy in that folder."""
        state = State(f"{self.database}_{name}", Path(folder) / str(name))
        self.on_main(f"create database {state.database} template {self.database} owner counterfoil")
        (self.folder / "var").mkdir(exist_ok=True)
        shutil.copytree(self.folder / "var", state.folder)
        return state

    def restore(self, state):
        self.on_main(f"drop database if exists {self.database} with (force)")
        self.make(state.database)
        shutil.rmtree(self.folder / "var")
        shutil.copytree(state.folder, self.folder / "var")

    def forget(self, state):
        self.on_main(f"drop database if exists {state.database} with (force)", check=False)
        shutil.rmtree(state.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *how):
        self.end()

    def end(self):
        atexit.unregister(self.end)
        if self.main:
            self.on_main(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)", check=False)
        if os.environ.get("KEEP"):
            print(f"# kept {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, words=()):
        env = dict(os.environ, SUPERUSER=self.superuser, COUNTERFOIL=str(self.program), PROJECT=str(self.folder))
        words = list(words)
        if "--date" in words:
            try:
                env["COUNTERFOIL_CLOCK"] = morning_after(words[words.index("--date") + 1], self.zone)
            except ValueError:
                pass                   # a date that is none is the engine's to refuse
        return env | self.disturbance

    def start(self, *words, program=None, **how):
        return subprocess.Popen([program or self.program, *words, "--project", self.folder],
                                env=self.environment(words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                errors="replace", **how)

    def run(self, *words, program=None):
        process = self.start(*words, program=program)
        out, complaint = process.communicate()
        code = process.returncode
        return Done(128 - code if code < 0 else code, out, complaint.replace(f"{self.folder}/", ""))

    def shell(self, command):
        done = subprocess.run(["sh", "-c", command], cwd=self.folder, env=self.environment(), capture_output=True,
                              text=True, check=False)
        return Done(done.returncode, done.stdout, done.stderr)

    def sql(self, statement):
        """What the superuser sees, one line a row."""
        done = subprocess.run(["psql", "-XqAt", self.superuser, "-v", "ON_ERROR_STOP=1", "-c", statement], check=False,
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"Bail out! {statement.strip().splitlines()[0]}: {done.stderr}")
        return done.stdout

    def asked(self, *words):
        done = self.run(*words, "--json")
        if done.code not in (0, 8):
            raise SystemExit(f"Bail out! {' '.join(words)} ended with {done.code}: {done.complaint}")
        return json.loads(done.out)

    def must(self, *words):
        done = self.run(*words)
        if done.code not in (0, 8):
            raise SystemExit(f"Bail out! {' '.join(words)} ended with {done.code}: {done.complaint or done.out}")
        return done.out
