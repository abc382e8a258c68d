"""A case folder, as tests/cases/run describes it, carried out line by line."""

import os
import shlex

from engine import ROOT, Engine
from sight import sight

CASES = ROOT / "tests" / "cases"
ACCEPT = os.environ.get("ACCEPT")


class Case:
    def __init__(self, tap, folder, program=None):
        self.tap, self.folder, self.name, self.program = tap, folder, folder.name, program
        self.command, self.done, self.said = None, None, True

    def ok(self, good, name, *details):
        return self.tap.ok(good, f"{self.name}: {name}", *details)

    def ended(self, code=0):
        """Each command's exit code is one point, said or not."""
        if self.said:
            return
        self.said = True
        self.ok(self.done.code == code, f"{self.command} ends with {code}", f"ended with {self.done.code}",
                self.done.out, self.done.complaint)

    def run(self, words):
        self.command = " ".join(words)
        self.done = self.engine.run(*words)
        self.said = False

    def shell(self, command):
        self.command = command
        self.done = self.engine.shell(command)
        self.said = False

    def says(self, text, wanted=True):
        everything = self.done.out + self.done.complaint
        verb = "says" if wanted else "is silent on"
        self.ok((text in everything) == wanted, f"{self.command} {verb} {text}", everything)

    def see(self, day, name=None):
        path = self.folder / "expect" / (name or day)
        got = sight(self.engine, day)
        if ACCEPT:
            path.parent.mkdir(exist_ok=True)
            path.write_text(got)
        want = path.read_text() if path.exists() else ""
        self.ok(got == want, f"{path.name} is as expected", *differences(want, got))

    def step(self, line):
        word, _, rest = line.partition(" ")
        if word == "exit":
            self.ended(int(rest))
            return
        self.ended()
        if word == "$":
            self.run(shlex.split(rest))
        elif word == "%":
            self.shell(rest)
        elif word == "says":
            self.says(rest)
        elif line.startswith("silent on "):
            self.says(line[len("silent on "):], wanted=False)
        elif word == "see":
            day, _, name = rest.partition(" as ")
            self.see(day, name)
        else:
            raise SystemExit(f"Bail out! {self.name}: no such step: {line}")

    def go(self):
        steps = (self.folder / "steps").read_text().splitlines()
        if "needs modes" in steps and os.getuid() == 0:
            self.tap.ok(True, f"{self.name} # SKIP root reads everything")
            return
        with Engine([CASES / "base", self.folder], program=self.program, migrated=True) as self.engine:
            for line in steps:
                if line and not line.startswith(("#", "needs ")):
                    self.step(line)
            self.ended()


def differences(want, got):
    want, got = want.splitlines(), got.splitlines()
    missing = [f"missing: {line}" for line in want if line not in got]
    return missing + [f"extra:   {line}" for line in got if line not in want]


def folders(names=()):
    """Those of all cases, or of these."""
    return [folder for folder in sorted(CASES.iterdir())
            if (folder / "steps").exists() and (not names or folder.name in names)]
