#!/usr/bin/env python3
"""What a scrape costs, beside the JMX exporter's and client_java's own server.

JVMs run at the same time: one with the agent that holds 10,000 live SSH connections, the others with
the JMX exporter and with client_java's HTTPServer, each as it comes and with the JDK's server told
not to wait (nodelay); these serve pages as long as ours. wrk asks them in turns, over connections
that are kept. A round is one turn of each; medians of rounds are told, and what a scrape allocates,
which the JVMs' logs of their collections say.
"""

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "target")
CLASSES = os.path.join(TARGET, "classes") + ":" + os.path.join(TARGET, "lib", "*")
SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}
COLLECTION = re.compile(r"Pause .* (\d+)([KM])->(\d+)([KM])\(")
RULES = 'includeObjectNames: ["bench:*"]\nrules: [{pattern: ".*"}]\n'
# Without it the JDK's server and a client that waits with its acknowledgement wait for each other.
NO_DELAY = "-Dsun.net.httpserver.nodelay=true"


class Page:
    """A JVM that serves metrics at a URL."""

    def __init__(self, java, name, folder, options, main, *arguments):
        self.name = name
        self.log = os.path.join(folder, name.replace(" ", "-") + ".gc")
        collector = ["-Xmx256m", "-XX:+UseSerialGC", f"-Xlog:gc:file={self.log}"]
        self.process = subprocess.Popen(
            [java, *collector, *options, "-cp", CLASSES, "dev.sshpulse.bench." + main, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.url = None

    def size(self):
        return len(urllib.request.urlopen(self.url).read())

    def allocated(self):
        """Bytes, as of the last collection."""
        unit = {"K": 1 << 10, "M": 1 << 20}
        total, left = 0, 0
        with open(self.log) as log:
            for before, of_before, after, of_after in COLLECTION.findall(log.read()):
                total += int(before) * unit[of_before] - left
                left = int(after) * unit[of_after]
        return total

    def collect(self, java):
        jcmd = os.path.join(os.path.dirname(os.path.realpath(java)), "jcmd")
        subprocess.run([jcmd, str(self.process.pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)

    def end(self):
        self.process.kill()
        self.process.wait()


def ours(java, folder, jar, connections, listening):
    page = Page(java, "sshpulse", folder, [f"-javaagent:{jar}=http.listen=127.0.0.1:0"], "Crowd",
                "connect", listening.process.stdout.readline().strip())
    page.process.stdin.write(f"{connections}\n")
    page.process.stdin.flush()
    page.url = re.search(r"http://\S+/metrics", page.process.stderr.readline())[0]
    if page.process.stdout.readline() != "open\n":
        raise RuntimeError("not open: " + page.process.stderr.read())
    text = urllib.request.urlopen(page.url).read().decode()
    if f'ssh_active_connections{{side="client"}} {connections}' not in text:
        raise RuntimeError("not all connections are seen:\n" + text)
    return page


def client_java(java, folder, series, *options):
    page = Page(java, named("client_java", options), folder, options, "PageOfClient", str(series))
    page.url = f"http://127.0.0.1:{page.process.stdout.readline().strip()}/metrics"
    return page


def named(name, options):
    return name + " nodelay" if options else name


def jmx_exporter(java, folder, series, *options):
    rules = os.path.join(folder, "jmx.yaml")
    with open(rules, "w") as file:
        file.write(RULES)
    jar = os.path.join(TARGET, "agents", "jmx_prometheus_javaagent.jar")
    port = free_port()
    agent = f"-javaagent:{jar}=127.0.0.1:{port}:{rules}"
    page = Page(java, named("JMX exporter", options), folder, [*options, agent], "PageOfBeans", str(series))
    if page.process.stdout.readline() != "ready\n":
        raise RuntimeError(page.process.stderr.read())
    page.url = f"http://127.0.0.1:{port}/metrics"
    return page


def free_port():
    import socket
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def as_long_as(wanted, start):
    """A page of that size, or nearly."""
    few, many = 100, 400
    sizes = []
    for series in few, many:
        page = start(series)
        sizes.append(page.size())
        page.end()
    of_each = (sizes[1] - sizes[0]) / (many - few)
    series = int(few + (wanted - sizes[0]) / of_each)
    page = start(max(series, 0))
    if abs(page.size() - wanted) > wanted / 20:
        print(f"{page.name} serves {page.size()} bytes and not {wanted}")
    return page


def wrk(page, connections, seconds):
    """Requests, requests a second, seconds at the 50th and 99th percentile."""
    text = subprocess.run(
        ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds}s", page.url],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(page.name + ":\n" + text)
    requests = int(re.search(r"(\d+) requests in", text)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    return requests, rate, percentile(text, 50), percentile(text, 99)


def percentile(text, which):
    value, unit = re.search(rf"{which}%\s+([\d.]+)(us|ms|s)", text).groups()
    return float(value) * SECONDS[unit]


def measure(java, pages, arguments):
    for page in pages:
        wrk(page, arguments.clients[0], arguments.warm_up)
    for clients in arguments.clients:
        turns = {page: [] for page in pages}
        allocated = {}
        for page in pages:
            page.collect(java)
            allocated[page] = -page.allocated()
        for _ in range(arguments.rounds):
            for page in pages:
                turns[page].append(wrk(page, clients, arguments.seconds))
        print(f"\n{clients} connection{'s' if clients > 1 else ''}, medians of {arguments.rounds} rounds of {arguments.seconds} s")
        print(f"{'':22}{'bytes':>8}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}{'KiB allocated':>15}")
        for page in pages:
            page.collect(java)
            requests = sum(turn[0] for turn in turns[page])
            kib = (allocated[page] + page.allocated()) / requests / 1024
            rate, half, most = (statistics.median(turn[i] for turn in turns[page]) for i in (1, 2, 3))
            print(f"{page.name:22}{page.size():8}{rate:10.0f}{half * 1e3:9.2f}{most * 1e3:9.2f}{kib:15.1f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", default=shutil.which("java"))
    parser.add_argument("--jar", default=os.path.join(HERE, "..", "target", "sshpulse.jar"))
    parser.add_argument("--connections", type=int, default=10_000, help="that live (10000)")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4], help="connections of wrk's (1 4)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--warm-up", type=int, default=20)
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt-get install wrk")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # children inherit it
    java, pages = arguments.java, []
    with tempfile.TemporaryDirectory() as folder:
        listening = Page(java, "listening", folder, [], "Crowd", "listen")
        try:
            pages.append(ours(java, folder, os.path.abspath(arguments.jar), arguments.connections, listening))
            size = pages[0].size()
            for server in client_java, jmx_exporter:
                for options in [], [NO_DELAY]:
                    pages.append(as_long_as(size, lambda series: server(java, folder, series, *options)))
            measure(java, pages, arguments)
        finally:
            for page in [*pages, listening]:
                page.end()


if __name__ == "__main__":
    main()
