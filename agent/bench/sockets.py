#!/usr/bin/env python3
"""What it costs the sidecar to read the kernel's sockets.

10,000 sockets are opened over loopback, both ends of 5,000 connections to a few ports. Then, in
turns: one reading of ours in a JVM that is warm (all fields, made into objects), and one process of
`ss -tinH`, whose output goes nowhere. After that ours reads as often as --polls says, and memory is
looked at in between: live objects after a collection, and what is resident.
"""

import argparse
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "target")
PORTS = 4
DESCRIPTORS_BESIDE = 200


def open_sockets(count):
    """The ports that were listened to, and all sockets; as long as they are kept, they are open."""
    listening = [socket.create_server(("127.0.0.1", 0), backlog=128) for _ in range(PORTS)]
    ends = []
    for i in range(count // 2):
        there = listening[i % PORTS]
        ends += [socket.create_connection(there.getsockname()), there.accept()[0]]
    return [there.getsockname()[1] for there in listening], listening + ends


class Readings:
    """A JVM that reads when it is told to."""

    def __init__(self, java, ports):
        classes = os.path.join(TARGET, "classes") + ":" + os.path.join(TARGET, "lib", "*")
        command = [java, "-Xmx64m", "-XX:+UseSerialGC", "-cp", classes, "dev.sshpulse.bench.SocketReadings"]
        self.process = subprocess.Popen(
            command + [str(port) for port in ports], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def read(self, times):
        """How many sockets, seconds of the last reading, MiB of live objects."""
        self.process.stdin.write(f"{times}\n")
        self.process.stdin.flush()
        sockets, nanos, heap = self.process.stdout.readline().split()
        return int(sockets), int(nanos) / 1e9, int(heap) / 2**20

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:"))


def ss():
    before = time.perf_counter()
    subprocess.run(["ss", "-tinH"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - before


def compare(readings, rounds):
    ours, theirs, sockets = [], [], 0
    for _ in range(rounds):
        sockets, seconds, _ = readings.read(1)
        ours.append(seconds)
        theirs.append(ss())
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{sockets} sockets, {rounds} rounds: ours {mine * 1e3:.1f} ms, ss {other * 1e3:.1f} ms, ours/ss {mine / other:.2f}")


def watch_memory(readings, polls):
    for tenth in range(10):
        _, _, heap = readings.read(polls // 10)
        print(f"after {(tenth + 1) * polls // 10} more: heap {heap:.1f} MiB, resident {readings.resident():.0f} MiB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--java", default=shutil.which("java"))
    parser.add_argument("--sockets", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--polls", type=int, default=10_000)
    arguments = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < arguments.sockets + DESCRIPTORS_BESIDE:
        sys.exit(f"{most} descriptors at most (ulimit -Hn), too few for {arguments.sockets} sockets")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    ports, sockets = open_sockets(arguments.sockets)
    readings = Readings(arguments.java, ports)
    readings.read(200)
    compare(readings, arguments.rounds)
    watch_memory(readings, arguments.polls)
    readings.process.kill()
    for end in sockets:
        end.close()


if __name__ == "__main__":
    sys.exit(main())
