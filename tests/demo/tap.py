"""The Test Anything Protocol, in as many words as it needs."""

import signal
import sys

# So that what is to be done at the end of a test is done when it is told to end, too.
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def ok(self, good, name, *details):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)
        if not good:
            for line in "\n".join(str(d) for d in details).splitlines()[:40]:
                print(f"# {line}", flush=True)
        return good

    def same(self, got, want, name):
        """Sets of things: nothing missing, nothing extra."""
        missing, extra = sorted(want - got, key=str), sorted(got - want, key=str)
        return self.ok(got == want, name, *(f"missing: {m}" for m in missing), *(f"extra:   {x}" for x in extra))

    def done(self):
        print(f"1..{self.count}", flush=True)
        sys.exit(self.failed > 0)


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    sys.exit(0)
