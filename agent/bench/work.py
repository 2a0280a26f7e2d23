#!/usr/bin/env python3
"""What the agent adds to SSH at work: a file over SFTP, and short commands, with Apache MINA SSHD.

Both ends are in one process. Rounds of processes take turns, off, on, off again, and, for comparison,
OpenTelemetry's agent without an exporter; what off and off again differ by is the noise.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "target")
CLASSES = os.path.join(TARGET, "classes") + os.pathsep + os.path.join(TARGET, "lib", "*")


def nanos(java, options, program):
    command = [java, *options, "-cp", CLASSES, "dev.sshpulse.bench.MinaWork", *program]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)


def kinds(arguments):
    ours = [f"-javaagent:{os.path.abspath(arguments.jar)}=http.listen=127.0.0.1:0"]
    theirs = [
        f"-javaagent:{os.path.abspath(arguments.opentelemetry)}",
        "-Dotel.traces.exporter=none",
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none",
    ]
    return {"off": [], "on": ours, "off again": [], "OpenTelemetry": theirs}


def measure(java, program, arguments):
    figures = {kind: [] for kind in kinds(arguments)}
    for _ in range(arguments.rounds):
        for kind, options in kinds(arguments).items():
            figures[kind].append(nanos(java, options, program))
    show(" ".join(program[:2]), figures)


def show(name, figures):
    medians = {kind: statistics.median(values) for kind, values in figures.items()}
    off = (medians["off"] + medians["off again"]) / 2
    paired = statistics.median(
        2 * on / (before + after) for before, on, after in zip(figures["off"], figures["on"], figures["off again"])
    )
    print(f"{name}: " + "   ".join(f"{kind} {value / 1e6:.0f} ms" for kind, value in medians.items()))
    print(f"  on/off {medians['on'] / off:.3f} of medians, {paired:.3f} median of rounds", end="")
    print(f"   off again/off {medians['off again'] / medians['off']:.3f}", end="")
    print(f"   OpenTelemetry/off {medians['OpenTelemetry'] / off:.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", action="append", help="a java to run; repeat for more (java)")
    parser.add_argument("--jar", default=os.path.join(HERE, "..", "target", "sshpulse.jar"))
    parser.add_argument("--opentelemetry", default=os.path.join(HERE, "..", "target", "opentelemetry-javaagent.jar"))
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--mebibytes", default="1024")
    parser.add_argument("--commands", default="5000")
    arguments = parser.parse_args()
    for java in arguments.java or [shutil.which("java")]:
        version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        print(f"\n{arguments.rounds} rounds, {version.splitlines()[0]}", flush=True)
        measure(java, ["sftp", arguments.mebibytes, "1"], arguments)
        measure(java, ["exec", arguments.commands, "1"], arguments)


if __name__ == "__main__":
    sys.exit(main())
