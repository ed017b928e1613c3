#!/usr/bin/env python3
"""Measures a release scan: processor time over that of `unzip -t` and of `dexdump -d` on the same packages, and peak
memory over package size. Usage: benches/scan.py target/release/consentry PACKAGE...

Best of five runs. Tools that are not installed are left out. Targets: at most 3.0 of unzip, under 0.5 of dexdump.
"""

import os
import shutil
import sys

RUNS = 5


def measure(command):
    """Processor seconds (user and system, all threads) and peak memory in bytes of one run."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, _, usage = os.wait4(pid, 0)
    os.close(null)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def best(command):
    runs = [measure(command) for _ in range(RUNS)]
    return min(seconds for seconds, _ in runs), min(peak for _, peak in runs)


def main(consentry, packages):
    rivals = {
        "unzip -t": ["unzip", "-tqq"] if shutil.which("unzip") else None,
        "dexdump -d": ["dexdump", "-d"] if shutil.which("dexdump") else None,
    }
    sums = dict.fromkeys(["scan", *rivals], 0.0)
    print(f"{'MB':>7} {'scan s':>7} {'/unzip':>7} {'/dexdump':>8} {'MiB':>7} {'mem/size':>8}  package")
    for package in packages:
        size = os.path.getsize(package)
        seconds, peak = best([consentry, "scan", "--quiet", package])
        sums["scan"] += seconds
        ratios = []
        for name, command in rivals.items():
            rival = best([*command, package])[0] if command else 0.0
            sums[name] += rival
            ratios.append(f"{seconds / rival:.2f}" if rival else "-")
        print(
            f"{size / 1e6:7.1f} {seconds:7.3f} {ratios[0]:>7} {ratios[1]:>8} "
            f"{peak / 2**20:7.0f} {peak / size:8.1f}  {os.path.basename(package)}"
        )
    for name in rivals:
        if sums[name]:
            print(f"all packages: {sums['scan'] / sums[name]:.2f} of {name}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
