#!/usr/bin/env python3
"""What the agent keeps in the heap for each live SSH connection.

A program opens connections to another process and holds them; live objects are counted by the JVM
(jcmd GC.class_histogram, which collects garbage first) before and after. What the connections add
with the agent, less what they add without, is divided by their number; the classes that add most
are listed.
"""

import argparse
import collections
import os
import re
import resource
import shutil
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = os.path.join(HERE, "target", "classes")
WARM_UP = 100
LINE = re.compile(r"\s*\d+:\s+\d+\s+(\d+)\s+(\S+)")
LAMBDA = re.compile(r"\$\$Lambda.*")  # what follows differs in each process
BEATS_SECONDS = 2  # the agent looks at them twice a second


def start(java, options, *arguments):
    command = [java, *options, "-cp", CLASSES, "dev.sshpulse.bench.Crowd", *arguments]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def hold(process, connections):
    process.stdin.write(f"{connections}\n")
    process.stdin.flush()
    if process.stdout.readline() != "open\n":
        raise RuntimeError("not open: " + process.stderr.read())


def heap(java, process):
    """Bytes of live objects by class."""
    jcmd = os.path.join(os.path.dirname(os.path.realpath(java)), "jcmd")
    text = subprocess.run(
        [jcmd, str(process.pid), "GC.class_histogram"], check=True, capture_output=True, text=True
    ).stdout
    matches = filter(None, map(LINE.match, text.splitlines()))
    bytes_by_class = collections.Counter()
    for match in matches:
        bytes_by_class[LAMBDA.sub("$$Lambda", match[2])] += int(match[1])
    return bytes_by_class


def settle(url, seconds):
    time.sleep(seconds)
    return url and urllib.request.urlopen(url).read().decode()


def growth(java, options, connections):
    """What so many connections add to the heap, by class."""
    there = start(java, [], "listen")
    here = start(java, options, "connect", there.stdout.readline().strip())
    try:
        hold(here, WARM_UP)
        url = re.search(r"http://\S+/metrics", here.stderr.readline())[0] if options else None
        hold(here, 0)
        settle(url, BEATS_SECONDS)
        before = heap(java, here)
        hold(here, connections)
        # A thousand at each look are asked for their keepalive.
        metrics = settle(url, BEATS_SECONDS + connections / 2000)
        if metrics and f'ssh_active_connections{{side="client"}} {connections}' not in metrics:
            raise RuntimeError("not all connections are seen:\n" + metrics)
        after = heap(java, here)
    finally:
        here.kill()
        there.kill()
    after.subtract(before)
    return after


def show(with_agent, without, connections):
    added = with_agent.copy()
    added.subtract(without)
    print(f"{sum(added.values()) / connections:7.1f} bytes for each of {connections} connections")
    for name in sorted(added, key=added.get, reverse=True):
        if added[name] / connections >= 1:
            print(f"{added[name] / connections:7.1f} {name}")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", action="append", help="a java to run; repeat for more (java)")
    parser.add_argument("--jar", default=os.path.join(HERE, "..", "target", "sshpulse.jar"))
    parser.add_argument("--connections", type=int, default=10_000)
    arguments = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # children inherit it
    if most < arguments.connections + 1000:
        sys.exit(f"{most} descriptors at most (ulimit -Hn), too few for {arguments.connections}")
    agent = [f"-javaagent:{os.path.abspath(arguments.jar)}=http.listen=127.0.0.1:0"]
    for java in arguments.java or [shutil.which("java")]:
        version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        print(f"\n{version.splitlines()[0]}", flush=True)
        without = growth(java, [], arguments.connections)
        show(growth(java, agent, arguments.connections), without, arguments.connections)


if __name__ == "__main__":
    sys.exit(main())
