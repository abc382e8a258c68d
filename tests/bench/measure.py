"""What all measurements do alike: run a program, say how long it took and how much memory it had, compare two."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "tests" / "bench"
PLACE = Path(os.environ.get("PLACE", ROOT / "build" / "bench"))
ENGINE = ROOT / "build" / "counterfoil"
PAIRS = 3


class Time:
    """Seconds on the clock and of the processor, peak memory in MB, and what was printed."""

    def __init__(self, seconds, processor, memory, out):
        self.seconds, self.processor, self.memory, self.out = seconds, processor, memory, out


def must(*command, **how):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout


def timed(*command):
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        out, complaint = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}: {complaint}")
    return Time(time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out)


def compare(name, limit, ours, peer, check=None):
    """They take turns, after a turn each that warms the cache; the median of their ratios counts.  Prints it, and gives
    whether it is within the limit, ours, and the peer's."""
    ours(), peer()
    pairs = sorted(((ours(), peer()) for _ in range(PAIRS)), key=lambda pair: pair[0].seconds / pair[1].seconds)
    if check:
        for pair in pairs:
            check(*pair)
    mine, other = pairs[PAIRS // 2]
    ratio = mine.seconds / other.seconds
    print(f"ratio {name} {ratio:.3f} {limit} {mine.seconds:.2f} {other.seconds:.2f}", flush=True)
    print(f"processor {name} {mine.processor / other.processor:.3f} - {mine.processor:.2f} {other.processor:.2f}",
          flush=True)
    return ratio <= limit, mine, other


def within(name, value, limit):
    print(f"memory_mb {name} {value:.0f} {limit}", flush=True)
    return value <= limit


def no_cores():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
