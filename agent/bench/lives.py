#!/usr/bin/env python3
"""What the agent adds to the life of a connection: to open it, to say something, and to close it.

Three kinds: `plain` connections that are not SSH; bare `ssh` connections, which identify themselves
and exchange no keys; and `mina`, whole connections of Apache MINA SSHD. Both ends are in one
process, so each life is that of two connections. Each process is pinned to one core, the agent's own
threads with it; CPU is the whole process's. Triples of processes take turns, off, on, off again; what
off and off again differ by is the noise.
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

# Kind, API, and what share of the usual number of lives makes a batch of about as long.
KINDS = (
    ("plain", "socket", 1),
    ("plain", "channel", 1),
    ("ssh", "socket", 1),
    ("ssh", "channel", 1),
    ("mina", "nio2", 1 / 40),
)


def nanos(java, options, arguments):
    """Of one life: wall, CPU."""
    command = [java, *options, "-cp", CLASSES, "dev.sshpulse.bench.Lives", *arguments]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [float(figure) for figure in run.stdout.split()]


def measure(java, kind, api, share, arguments):
    on = [f"-javaagent:{os.path.abspath(arguments.jar)}=http.listen=127.0.0.1:0"]
    program = [kind, api, str(int(arguments.lives * share)), str(arguments.batches)]
    triples = []
    for _ in range(arguments.triples):
        triples.append([nanos(java, options, program) for options in ([], on, [])])
    for index, figure in enumerate(("wall", "CPU")):
        show(f"{kind} {api}", figure, [[run[index] for run in triple] for triple in triples])


def show(name, figure, triples):
    off, on, again = (statistics.median(column) for column in zip(*triples))
    paired = statistics.median(2 * b / (a + c) for a, b, c in triples)
    print(f"{name:<13} {figure:<4} off {off:8.0f} ns   on {on:8.0f} ns   off again {again:8.0f} ns")
    print(f"{'':<18} on/off {2 * on / (off + again):.3f} of medians, {paired:.3f} median of triples", end="")
    print(f"   off again/off {again / off:.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", action="append", help="a java to run; repeat for more (java)")
    parser.add_argument("--jar", default=os.path.join(HERE, "..", "target", "sshpulse.jar"))
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--kind", action="append", help="plain, ssh or mina; repeat for more (all)")
    parser.add_argument("--triples", type=int, default=12)
    parser.add_argument("--lives", type=int, default=5_000, help="lives in a batch, 40 times fewer of mina")
    parser.add_argument("--batches", type=int, default=7)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})  # children inherit it
    for java in arguments.java or [shutil.which("java")]:
        version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        print(f"\n{arguments.triples} triples, core {arguments.core}, {version.splitlines()[0]}", flush=True)
        for kind, api, share in KINDS:
            if kind in (arguments.kind or [kind]):
                measure(java, kind, api, share, arguments)


if __name__ == "__main__":
    sys.exit(main())
