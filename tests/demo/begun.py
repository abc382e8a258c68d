"""The plain business's first nights in a project, run once for all tests that begin with them, and copied for each.
A test that runs by itself runs them itself."""

import fcntl
import json
import os
import shutil
import subprocess
from collections import namedtuple
from contextlib import contextmanager
from pathlib import Path

from project import FINE, Project

from business import NIGHTS
from generate import Business

SHARED = os.environ.get("TESTSHARED")          # a folder that goes behind the last test (tests/tools/on_cluster)
SOUND = NIGHTS[:2]                             # the variants' files go wrong on the third
Run = namedtuple("Run", "code out complaint")


@contextmanager
def alone(name):
    with open(Path(SHARED) / f"{name}.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ran(scale, nights):
    business = Business(scale)
    project, told = begun(scale, SOUND) if len(nights) > len(SOUND) else (Project(), [])
    try:
        for night in nights[len(told):]:
            business.write(project.data, night)
            told.append(Run(*project.run(night)))
    except BaseException:
        project.end()
        raise
    return project, told


def keep(project, told, place):
    """A stopped cluster is files and no more; one that is not in its project stays where it is."""
    project.engine("stop")
    (project.folder / "told.json").write_text(json.dumps(told))
    shutil.move(project.folder, place)


def begun(scale="full", nights=NIGHTS):
    """The project behind these nights, and what each run of them said."""
    if not SHARED:
        return ran(scale, nights)
    place = Path(SHARED) / f"demo-{scale}-{len(nights)}"
    with alone(place.name):
        if not place.exists():
            project, told = ran(scale, nights)
            if project.folder not in project.cluster.parents:
                return project, told
            keep(project, told, place)
    return Project(like=place), [Run(*one) for one in json.loads((place / "told.json").read_text())]


def check_runs(tap, runs):
    """One stock file of the third night is missing."""
    for night, run in zip(NIGHTS, runs):
        tap.ok(run.code in FINE or (run.code == 5 and night == NIGHTS[2]), f"the run for {night} ends with {run.code}",
               run.complaint)
