"""A project of its own in a temporary folder: the demo's configuration, its files, the engine and what it says.  It is
new, or like another, whose cluster is not running."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "fixtures" / "demo"))
sys.dont_write_bytecode = True

from as_files import as_files                  # noqa: E402
from business import day_at                    # noqa: E402
from expected import Line                      # noqa: E402
from tap import skip_all                       # noqa: E402

ENGINE = Path(os.environ.get("COUNTERFOIL", ROOT / "build" / "counterfoil"))
FINE = (0, 8)                                  # discrepancies over the policy are no failure of a run


class Project:
    """Its systems are folders of files."""

    def __init__(self, like=None):
        if not ENGINE.exists():
            skip_all(f"{ENGINE} is not built")
        self.folder = Path(tempfile.mkdtemp(prefix="cf-demo-"))
        # The unprivileged user of the embedded cluster must be able to come in.
        self.folder.chmod(0o755)
        self.data = self.folder / "build" / "demo"
        if like:
            subprocess.run(["cp", "-a", f"{like}/.", self.folder], check=True)
        else:
            shutil.copy(ROOT / "jobs.toml", self.folder)
            shutil.copytree(ROOT / "jobs", self.folder / "jobs")
            as_files(self.folder)
        self.hurry()

    def hurry(self):
        """Its cluster need not wait for the disk."""
        self.must("init")
        self.cluster = self.where_cluster_is()
        self.socket = Path((self.cluster / "postmaster.pid").read_text().splitlines()[4])
        subprocess.run([ROOT / "tests" / "tools" / "hurry",
                        f"host={self.socket} port=5432 dbname=postgres user=postgres"], check=True)

    def without_pages(self):
        """From here on a run writes JSON alone: what its pages say is not asked any more."""
        path = self.folder / "jobs.toml"
        path.write_text(path.read_text().replace('report = ["html", "csv", "xlsx", "json"]', 'report = ["json"]'))

    def where_cluster_is(self):
        """In the project; elsewhere, in a folder of its own, if TMPDIR is closed to the cluster's user."""
        where = self.folder / "var" / "postgres" / "where"
        return Path(where.read_text().strip()) if where.exists() else self.folder / "var" / "postgres" / "data"

    def engine(self, *words, night=None):
        """Exit code and output; the clock stands at half past four on the morning after the night."""
        env = dict(os.environ)
        if night:
            env["COUNTERFOIL_CLOCK"] = day_at(night + timedelta(days=1), 4, 30).isoformat()
        done = subprocess.run([ENGINE, *words, "--project", self.folder], env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def must(self, *words, night=None):
        code, out, complaint = self.engine(*words, night=night)
        if code not in FINE:
            raise SystemExit(f"Bail out! {' '.join(words)} ended with {code}: {complaint[-2000:] or out[-2000:]}")
        return out

    def run(self, night, job="nightly", morning_after=None):
        return self.engine("run", job, "--date", night.isoformat(), night=morning_after or night)

    def asked(self, *words, night=None):
        return json.loads(self.must(*words, "--json", night=night))

    def lines(self, night=None):
        """Those of a night, or the newest of each rule."""
        return [line_of(row) for row in self.asked("discrepancies", *(["--date", night.isoformat()] if night else []))]

    def runs(self):
        """The oldest first."""
        return sorted(r["run_id"] for r in self.asked("runs") if r["report"])

    def end(self):
        self.engine("stop")
        if self.folder not in self.cluster.parents:
            shutil.rmtree(self.cluster.parent, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def left(self):
        """What is still there of it, after its end."""
        return [path for path in (self.folder, self.cluster.parent, self.socket) if path.exists()]


def number(text):
    return None if text is None else Decimal(str(text))


def line_of(row):
    worth = row.get("value") if row["status"] == "not comparable" else row["amount"]
    return Line(row["rule"], row["kind"], row.get("field") or "", row["side"], tuple(row["key"]),
                row.get("currency") or "", number(worth), row["status"], row["event"],
                opened_on=row.get("opened_on"), case_opened_on=row.get("case_opened_on"),
                because=row["reason"].split()[0] if row["status"] == "not comparable" else "")


def shown(line, like=None):
    """What is compared of a line, as text; of one that is not comparable only what its scenario says."""
    told = like or line
    words = [line.rule, line.kind, line.field, line.side, "/".join(line.key), line.status, line.because]
    if told.currency is not None:
        words.append(line.currency or "-")
    if told.amount is not None or line.status != "not comparable":
        words.append("no amount" if line.amount is None else f"{line.amount.normalize():f}")
    if line.status in ("open", "warning"):
        words += [line.event, f"since {line.opened_on}", f"case since {line.case_opened_on}"]
    return " ".join(words)


def compared(got, want):
    """Both sets as texts; a line that is not comparable is shown as far as its scenario speaks of it."""
    said = {line.identity[:4]: line for line in want if line.status == "not comparable"}
    return {shown(line, said.get(line.identity[:4])) for line in got}, {shown(line) for line in want}
