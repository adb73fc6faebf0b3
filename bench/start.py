"""How long `make run` takes to its first page, cold and warm, and how much memory all its processes hold.

    .venv/bin/python bench/start.py [--port 8000] [--install]

Prints one JSON object. Cold is a fresh data folder; with --install it is a clean clone of this repository
without .venv, as a newcomer has it. Memory is read from /proc/<pid>/smaps_rollup (Linux) some seconds after
the first pages: PSS counts a shared page once, RSS counts it in every process.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/", "/models/", "/definitions/", "/api/v1/models/")


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="sf-start-") as folder:
        place, data = ROOT, Path(folder) / "data"
        if options.install:
            place = Path(folder) / "clone"
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(place)], check=True)
        found: dict[str, object] = {"python": platform.python_version(), "cores": os.cpu_count()}
        found["cold"] = (
            "clean clone, nothing installed" if options.install else "installed, empty data folder"
        )
        for run in ("cold", "warm"):
            with running(place, data, options.port) as (process, seconds):
                found[f"{run}_seconds_to_first_page"] = round(seconds, 2)
                for page in PAGES * 5:
                    fetch(options.port, page)
                time.sleep(options.settle)
                if run == "warm":
                    found["memory_mb"] = memory(process.pid)
                stopping = time.monotonic()
            found[f"{run}_seconds_to_stop"] = round(time.monotonic() - stopping, 2)
    print(json.dumps(found, indent=2))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--install", action="store_true", help="measure from a clean clone, installing included"
    )
    parser.add_argument("--settle", type=float, default=8, help="seconds between the pages and the measuring")
    return parser.parse_args()


@contextlib.contextmanager
def running(place: Path, data: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The site, with the seconds from the command to the first page that answered 200."""
    environment = os.environ | {"PORT": str(port), "DATA_DIR": str(data)}
    began = time.monotonic()
    process = subprocess.Popen(["make", "--silent", "run"], cwd=place, env=environment, stdout=sys.stderr)
    try:
        while not answers(port):
            if process.poll() is not None:
                raise SystemExit("the site did not start")
            time.sleep(0.02)
        yield process, time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def fetch(port: int, page: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=30) as answer:
        answer.read()


def answers(port: int) -> bool:
    try:
        fetch(port, "/")
    except OSError:
        return False
    return True


def memory(ancestor: int) -> dict[str, object]:
    """Megabytes of the process and all its descendants, summed and one by one."""
    rows = [(command(pid), *held(pid)) for pid in descendants(ancestor)]
    return {
        "pss": round(sum(pss for _, pss, _ in rows), 1),
        "rss": round(sum(rss for _, _, rss in rows), 1),
        "processes": [{"command": name, "pss": pss, "rss": rss} for name, pss, rss in rows],
    }


def descendants(ancestor: int) -> list[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = [ancestor]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def held(pid: int) -> tuple[float, float]:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = {name: int(amount) for name, amount in re.findall(r"(?m)^(Pss|Rss):\s+(\d+) kB", text)}
    return round(kilobytes["Pss"] / 1024, 1), round(kilobytes["Rss"] / 1024, 1)


def command(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    shown = [Path(word).name if word.startswith("/") else word for word in words if word]
    return " ".join(shown)[:60]


if __name__ == "__main__":
    sys.exit(main())
