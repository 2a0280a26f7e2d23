#!/usr/bin/env python3
"""What it costs a JVM to start with an agent: whole processes, taken in turns.

  attach.py line     a program that prints one line and ends
  attach.py ready    a program that uses a socket at once and lives until the exporter answers 200
  attach.py memory   what is resident after the exporter answered and was scraped once
  attach.py quiet    as ready, but the program never uses a socket (the exporter waits start.delay)

Wall and CPU (user and system) in seconds, memory in MiB; CPU and peak memory are the kernel's (wait4).
Times are only to be compared within one run: every round runs every variant once, and medians are
printed, each also as a ratio to the JMX exporter's (and to an empty agent's, the floor).
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "target")
CLASSES = os.path.join(TARGET, "classes")
POLL_SECONDS = 0.005
GIVE_UP_SECONDS = 60
SETTLE_SECONDS = 1
QUIET_OTEL = [
    "-Dotel.traces.exporter=none",
    "-Dotel.metrics.exporter=none",
    "-Dotel.logs.exporter=none",
]


class Variant:
    """An agent, and the path at which its exporter says that it is there (None without one)."""

    def __init__(self, name, options, ready=None):
        self.name, self.options, self.ready = name, options, ready

    def command(self, java, port, program, *arguments):
        options = [option.replace("PORT", str(port)) for option in self.options]
        return [java, *options, "-cp", CLASSES, "dev.sshpulse.bench." + program, *arguments]


def variants(jar, jmx_config):
    agents = os.path.join(TARGET, "agents")
    empty = os.path.join(TARGET, "bench-0.1.0-empty-agent.jar")
    jmx = os.path.join(agents, "jmx_prometheus_javaagent.jar")
    otel = os.path.join(agents, "opentelemetry-javaagent.jar")
    return [
        Variant("none", []),
        Variant("empty", ["-javaagent:" + empty]),
        Variant("sshpulse", [f"-javaagent:{jar}=http.listen=127.0.0.1:PORT"], "/-/ready"),
        Variant("jmx", [f"-javaagent:{jmx}=127.0.0.1:PORT:{jmx_config}"], "/-/healthy"),
        Variant("otel", ["-javaagent:" + otel, *QUIET_OTEL]),
    ]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Run:
    """One process, from its start to its end."""

    def __init__(self, command):
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def end(self):
        """Reaps it: wall, CPU and peak memory."""
        _, status, usage = os.wait4(self.process.pid, 0)
        wall = time.perf_counter() - self.started
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.process.stdin.close()
        self.process.stdout.close()
        return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss / 1024}

    def is_over(self):
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def kill(self):
        self.process.kill()
        return self.end()

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        raise RuntimeError(f"process {self.process.pid} has no VmRSS")


def get(port, path):
    """The status of an answer; None while nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as s:
            s.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            answer = b""
            while chunk := s.recv(65536):
                answer += chunk
            return int(answer.split()[1]) if answer else None
    except OSError:
        return None


def await_ready(run, port, path):
    give_up = time.perf_counter() + GIVE_UP_SECONDS
    while get(port, path) != 200:
        if time.perf_counter() > give_up or run.is_over():
            raise RuntimeError(f"no 200 from {path}: {run.process.args}")
        time.sleep(POLL_SECONDS)


def line(variant, java):
    run = Run(variant.command(java, free_port(), "OneLine"))
    figures = run.end()
    if run.process.returncode != 0:
        raise RuntimeError(f"{variant.name} ended with {run.process.returncode}")
    return figures


def ready(variant, java, *arguments):
    """Killed at the first 200, or, without an exporter, when the program is running."""
    port = free_port()
    run = Run(variant.command(java, port, "Server", *arguments))
    if variant.ready:
        await_ready(run, port, variant.ready)
    else:
        run.process.stdout.readline()
    return run.kill()


def memory(variant, java):
    """Resident memory a second after the scrape; without an exporter a second after the start."""
    port = free_port()
    run = Run(variant.command(java, port, "Server", "sockets"))
    run.process.stdout.readline()
    if variant.ready:
        await_ready(run, port, variant.ready)
        if get(port, "/metrics") != 200:
            raise RuntimeError(f"{variant.name} refused a scrape")
    time.sleep(SETTLE_SECONDS)
    resident = run.resident()
    figures = run.kill()
    return {"resident": resident, "peak": figures["peak"], "cpu": figures["cpu"]}


MODES = {
    "line": (line, {"none", "empty", "sshpulse", "jmx", "otel"}),
    "ready": (lambda v, java: ready(v, java, "sockets"), {"none", "empty", "sshpulse", "jmx"}),
    "quiet": (ready, {"none", "empty", "sshpulse", "jmx"}),
    "memory": (memory, {"none", "empty", "sshpulse", "jmx"}),
}


def show(figures):
    """A table in Markdown: medians, with the ratios to the two agents that others are judged by."""
    medians = {
        name: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        for name, runs in figures.items()
    }
    bases = [base for base in ("jmx", "empty") if base in medians]
    keys = list(next(iter(medians.values())))
    print("| agent | " + " | ".join(f"{key} | " + " | ".join("/ " + b for b in bases) for key in keys) + " |")
    print("|---" * (1 + len(keys) * (1 + len(bases))) + "|")
    for name, row in medians.items():
        cells = [[text(key, row[key])] + [f"{row[key] / medians[b][key]:.2f}" for b in bases] for key in keys]
        print(f"| {name} | " + " | ".join(" | ".join(cell) for cell in cells) + " |")
    if "resident" in keys and "none" in medians:
        for name in medians:
            added = medians[name]["resident"] - medians["none"]["resident"]
            print(f"resident memory added by {name}: {added:.1f} MiB")


def text(key, value):
    return f"{value:.3f} s" if key in ("wall", "cpu") else f"{value:.1f} MiB"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("--java", action="append", help="a java to run; repeat for more (java)")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--jar", default=os.path.join(HERE, "..", "target", "sshpulse.jar"))
    parser.add_argument("--only", help="variants, separated by commas")
    parser.add_argument("--against", help="another sshpulse.jar, as a variant of its own")
    arguments = parser.parse_args()
    measure, names = MODES[arguments.mode]
    if arguments.only:
        names = set(arguments.only.split(","))
    with tempfile.TemporaryDirectory() as directory:
        jmx_config = os.path.join(directory, "jmx.yaml")
        with open(jmx_config, "w") as config:
            config.write('rules:\n- pattern: ".*"\n')
        taken = [v for v in variants(os.path.abspath(arguments.jar), jmx_config) if v.name in names]
        if arguments.against:
            other = f"-javaagent:{os.path.abspath(arguments.against)}=http.listen=127.0.0.1:PORT"
            taken.append(Variant("against", [other], "/-/ready"))
        for java in arguments.java or [shutil.which("java")]:
            version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
            print(f"\n{arguments.mode}, {arguments.rounds} rounds, {version.splitlines()[0]}", flush=True)
            figures = {variant.name: [] for variant in taken}
            for number in range(arguments.rounds + 1):
                for variant in taken:
                    figure = measure(variant, java)
                    if number > 0:  # the first round fills the page cache
                        figures[variant.name].append(figure)
            show(figures)


if __name__ == "__main__":
    sys.exit(main())
