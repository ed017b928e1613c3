#!/usr/bin/env python3
"""Measures a release scan against other tools on the same packages, in the same run.

Usage: benches/scan.py [--runs N] [--androguard PYTHON] target/release/consentry PACKAGE...

Per package: methods that the first launch and everything (`consented`) reach and the blocks run for them; processor time
(user and system, all threads) of these two replays, reading the package and printing them included, and of the whole scan;
its peak memory; the scan's time over that of `unzip -t`, of `dexdump -d`, and of androguard building its call graph. Best
of N runs (5). Tools that are not installed are left out; PYTHON is an interpreter that can import androguard, which is
measured once. At the end, cost = c * methods ^ e is fitted over the packages that reach a hundred methods: e near 1 is
near linear.

Targets: scan at most 3.0 of unzip and under 0.5 of dexdump; the two replays at most 1.5 s and 500 MiB on 40,000 classes.
"""

import argparse
import math
import os
import re
import shutil
import subprocess
import sys

SCENARIOS = ["first-launch", "consented"]
HEAD = re.compile(r"^[a-z-]+: (\d+) methods, (\d+) contexts, (\d+) blocks run$", re.M)
CALL_GRAPH = "import sys; from androguard.misc import AnalyzeAPK; AnalyzeAPK(sys.argv[1])[2].get_call_graph()"


def measure(command):
    """Processor seconds (user and system, all threads) and peak memory in bytes of one run."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, _, usage = os.wait4(pid, 0)
    os.close(null)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def best(command, runs):
    measured = [measure(command) for _ in range(runs)]
    return min(seconds for seconds, _ in measured), min(peak for _, peak in measured)


def reached(consentry, package, scenario):
    """Methods reached, blocks run."""
    command = [consentry, "scan", "--debug-scenario", scenario, package]
    head = HEAD.search(subprocess.run(command, capture_output=True, text=True).stdout)
    return (int(head[1]), int(head[3])) if head else (0, 0)


def exponent(points):
    """The exponent of cost against methods, by least squares of the logarithms."""
    points = [(math.log(x), math.log(y)) for x, y in points if x >= 100 and y > 0]
    if len(points) < 3:
        return None
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else None


def main(options):
    consentry, runs = options.consentry, options.runs
    graph = [options.androguard, "-c", CALL_GRAPH] if options.androguard else None
    rivals = {
        "unzip -t": (["unzip", "-tqq"] if shutil.which("unzip") else None, runs),
        "dexdump -d": (["dexdump", "-d"] if shutil.which("dexdump") else None, runs),
        "androguard": (graph, 1),
    }
    sums, rival_sums = dict.fromkeys(rivals, 0.0), dict.fromkeys(rivals, 0.0)
    blocks_of, seconds_of = [], []
    columns = ["MB", "methods", "blocks", "replays s", "scan s", "MiB", "mem/size", *(f"/{name}" for name in rivals)]
    print("| " + " | ".join([*columns, "package"]) + " |")
    print("|" + "---:|" * len(columns) + "---|")
    for package in options.packages:
        size = os.path.getsize(package)
        seconds, peak = best([consentry, "scan", "--quiet", package], runs)
        counts = [reached(consentry, package, scenario) for scenario in SCENARIOS]
        command = [consentry, "scan", "--debug-scenario"]
        replays = sum(best([*command, scenario, package], runs)[0] for scenario in SCENARIOS)
        blocks_of += counts
        seconds_of.append((sum(methods for methods, _ in counts), replays))
        ratios = []
        for name, (command, times) in rivals.items():
            rival = best([*command, package], times)[0] if command else 0.0
            if rival:
                sums[name] += seconds
                rival_sums[name] += rival
            ratios.append(f"{seconds / rival:.2f}" if rival else "-")
        row = [
            f"{size / 1e6:.1f}",
            " + ".join(f"{methods:,}" for methods, _ in counts),
            " + ".join(f"{blocks:,}" for _, blocks in counts),
            f"{replays:.2f}",
            f"{seconds:.3f}",
            f"{peak / 2**20:.0f}",
            f"{peak / size:.1f}",
            *ratios,
            os.path.basename(package),
        ]
        print("| " + " | ".join(row) + " |", flush=True)
    print()
    for name in rivals:
        if rival_sums[name]:
            print(f"All packages: {sums[name] / rival_sums[name]:.2f} of {name}.")
    for what, points in [("Blocks run", blocks_of), ("Seconds of the replays", seconds_of)]:
        power = exponent(points)
        if power is not None:
            print(f"{what} grow with reached methods to the power of {power:.2f}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--androguard", metavar="PYTHON")
    parser.add_argument("consentry")
    parser.add_argument("packages", nargs="+", metavar="PACKAGE")
    sys.exit(main(parser.parse_args()))
