#!/usr/bin/env python3
"""What the sidecar costs beside a crowd of SSH sockets.

A process holds connections over loopback, both ends of each, which identify themselves, and says
something on some of them every second. Sidecars with different JVM flags watch them side by side
and are scraped every 15 s: the most that was resident, and the share of one core once they have
started up, both as the kernel counts them.
"""

import argparse
import os
import re
import resource
import selectors
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
IDENTIFICATION = b"SSH-2.0-crowd\r\n"
KEY_EXCHANGE = bytes(2000)
TALKING_EACH_SECOND = 20
SCRAPE_SECONDS = 15
START_SECONDS = 30
MIB = 1 << 20


class Crowd:
    """Both ends of connections to one port of loopback."""

    def __init__(self, sockets):
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=sockets)
        self.port = self.listening.getsockname()[1]
        self.selector = selectors.DefaultSelector()
        self.ends = []
        for _ in range(sockets // 2):
            client = socket.create_connection(("127.0.0.1", self.port))
            server, _ = self.listening.accept()
            for end in client, server:
                end.sendall(IDENTIFICATION + KEY_EXCHANGE)
                self.selector.register(end, selectors.EVENT_READ)
                self.ends.append(end)
        self.turn = 0

    def talk(self, seconds):
        """Some of them say something, and all of them listen."""
        until = time.monotonic() + seconds
        for _ in range(TALKING_EACH_SECOND):
            self.turn = (self.turn + 1) % len(self.ends)
            self.ends[self.turn].sendall(b"something")
        while (left := until - time.monotonic()) > 0:
            for key, _ in self.selector.select(left):
                key.fileobj.recv(65536)


class Sidecar:
    """A process of its own, on a port of its choice."""

    def __init__(self, java, jar, flags, port):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("SSHPULSE_", "OTEL_"))}
        environment.update(SSHPULSE_HTTP_LISTEN="127.0.0.1:0", SSHPULSE_SIDECAR_PORTS=str(port))
        command = [java, *flags, "-jar", jar, "sidecar"]
        self.flags = " ".join(flags) or "no flags"
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        found = re.search(r"http://\S+/metrics", line)
        if not found:
            raise RuntimeError("not started: " + line + self.process.stderr.read())
        self.url = found[0]
        self.resident = 0
        self.cpu_at_start = self.wall_at_start = None

    def scrape(self):
        with urllib.request.urlopen(self.url) as answer:
            return answer.read().decode()

    def look(self):
        """Takes the most that is resident."""
        with open(f"/proc/{self.process.pid}/statm") as file:
            pages = int(file.read().split()[1])
        self.resident = max(self.resident, pages * resource.getpagesize())

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def started(self):
        """From now on its CPU counts."""
        self.cpu_at_start, self.wall_at_start = self.cpu(), time.monotonic()

    def show(self):
        share = (self.cpu() - self.cpu_at_start) / (time.monotonic() - self.wall_at_start)
        print(f"{self.resident / MIB:6.1f} MiB {share:8.2%} of a core   {self.flags}", flush=True)

    def end(self):
        self.process.kill()
        self.process.wait()


def recommended(java, jar):
    """The flags that `sidecar --help` gives for a small heap."""
    text = subprocess.run([java, "-jar", jar, "sidecar", "--help"], check=True, capture_output=True, text=True).stdout
    return re.search(r"java (-\S.*?) -jar", " ".join(text.replace("\\", " ").split()))[1].split()


def check_seen(sidecar, sockets):
    text = sidecar.scrape()
    seen = sum(float(value) for value in re.findall(r"^ssh_active_connections\{.*?\} (\S+)", text, re.M))
    if seen != sockets:
        raise RuntimeError(f"{seen:.0f} of {sockets} sockets are seen:\n{text}")


def measure(sidecars, crowd, seconds):
    from_ = scraped = time.monotonic()
    while (passed := time.monotonic() - from_) < START_SECONDS + seconds:
        crowd.talk(1)
        for sidecar in sidecars:
            sidecar.look()
            if sidecar.cpu_at_start is None and passed >= START_SECONDS:
                sidecar.started()
        if time.monotonic() - scraped >= SCRAPE_SECONDS:
            scraped += SCRAPE_SECONDS
            for sidecar in sidecars:
                check_seen(sidecar, len(crowd.ends))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", action="append", help="a java to run; repeat for more (java)")
    parser.add_argument("--jar", default=os.path.join(HERE, "..", "target", "sshpulse.jar"))
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--flags", action="append", help="JVM flags to try as well; repeat for more")
    arguments = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    crowd = Crowd(arguments.sockets)
    for java in arguments.java or [shutil.which("java")]:
        version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        print(f"\n{version.splitlines()[0]}", flush=True)
        variants = [[], recommended(java, arguments.jar)] + [flags.split() for flags in arguments.flags or []]
        sidecars = []
        try:
            for flags in variants:
                sidecars.append(Sidecar(java, arguments.jar, flags, crowd.port))
            measure(sidecars, crowd, arguments.minutes * 60)
            for sidecar in sidecars:
                sidecar.show()
        finally:
            for sidecar in sidecars:
                sidecar.end()


if __name__ == "__main__":
    sys.exit(main())
