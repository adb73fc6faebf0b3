"""What each page weighs and costs: a table in Markdown, and JSON beside it.

    python -m bench.pages [--json FILE] [--no-browser] [--requests 20]

It makes a site of its own from the shipped catalog (as `make browser` does). `cpu` is processor time of one
request inside a warm process, templates and database included, the median of N; `queries` are SQL queries.
`first view` counts what Chromium asks for with an empty cache, as bytes on the wire, fonts apart. LCP and CLS
are Chromium's, with a processor four times slower and 1.6 Mbit/s (Lighthouse's "slow 4G").
Exit code 1 when a page misses a budget.
"""

import argparse
import gzip
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.browser.addresses import ONE_OF_EACH, PAGES, REFERENCE
from tests.browser.site import Site, chromium

HTML, VIEW, REQUESTS, FONTS, QUERIES, TAGS, CLS = 20_000, 60_000, 6, 105_000, 8, 1500, 0.1
CPU = {"models/<part:organization>/<part:name>/": 15.0, "models/": 25.0}  # ms
FILTERED = "/models/?license=Apache-2.0&osaid-1.0=meets"
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
WATCH = """() => {
    window.seen = { lcp: 0, cls: 0 };
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) window.seen.lcp = one.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) window.seen.cls += one.value;
    }).observe({ type: "layout-shift", buffered: true });
}"""


class Cost(NamedTuple):
    raw: int
    zipped: int
    tags: int
    queries: int
    cpu: float


class View(NamedTuple):
    requests: int
    size: int
    fonts: int
    lcp: float
    cls: float


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--requests", type=int, default=20)
    asked = parser.parse_args(arguments)
    addresses = [*ONE_OF_EACH, FILTERED]
    with tempfile.TemporaryDirectory(prefix="sourceform-pages.") as made:
        site = Site(Path(os.environ.get("KEPT_SITE", made)), records="tests.browser.records")
        try:
            views = {} if asked.no_browser else looked_at(site.url, addresses)
        finally:
            site.end()
        costs = costs_of(site, addresses, asked.requests)
    print(table(costs, views))
    if asked.json:
        rows = {one: costs[one]._asdict() | (views[one]._asdict() if one in views else {}) for one in costs}
        asked.json.write_text(json.dumps(rows, indent=1))
    missed = [one for address in costs for one in misses(address, costs[address], views.get(address))]
    print("\n".join(missed) or "Every page keeps its budget.")
    return 1 if missed else 0


def costs_of(site: Site, addresses: Sequence[str], requests: int) -> dict[str, Cost]:
    """Each page asked for in this process, which is made ready as a web worker is."""
    os.environ.update(site.environment, DJANGO_SETTINGS_MODULE="registry.settings")
    from django.db import connection  # noqa: PLC0415  (the settings are read here, not before)
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from registry import wsgi  # noqa: F401, PLC0415  (the start of a worker)

    client = Client(headers={"host": "localhost"})
    found = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            body = client.get(address).content
        asked = len(queries.captured_queries)
        times = []
        for _ in range(requests):
            began = time.process_time()
            client.get(address)
            times.append(1000 * (time.process_time() - began))
        tags = len(re.findall(rb"<[a-z]", body))
        zipped = len(gzip.compress(body, 6))
        found[address] = Cost(len(body), zipped, tags, asked, round(statistics.median(times), 1))
    return found


def looked_at(url: str, addresses: Sequence[str]) -> dict[str, View]:
    """Each page opened in Chromium with an empty cache and nothing kept."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (not needed without a browser)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())
        found = {}
        for address in addresses:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            found[address] = view(context.new_page(), url + address)
            context.close()
        browser.close()
    return found


def kind_of(event: dict[str, Any]) -> str:
    """What was received; "data" for what comes from no server, such as the browser's own icon of a field."""
    return "data" if event["response"]["url"].startswith("data:") else str(event["type"])


def view(page: Any, address: str) -> View:
    wire = page.context.new_cdp_session(page)
    sizes: dict[str, float] = {}
    kinds: dict[str, str] = {}
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: kind_of(event)}))
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(f"({WATCH})()")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)  # the last entries of the observers
    fonts = sum(size for one, size in sizes.items() if kinds.get(one) == "Font")
    others = [one for one in sizes if kinds.get(one) not in ("Font", "data")]
    seen = page.evaluate("window.seen")
    return View(
        len(others),
        int(sum(sizes[one] for one in others)),
        int(fonts),
        round(seen["lcp"] / 1000, 2),
        round(seen["cls"], 3),
    )


def table(costs: dict[str, Cost], views: dict[str, View]) -> str:
    lines = [
        "| page | HTML gzip / raw kB | tags | SQL | CPU ms | first view kB (requests) | fonts kB | LCP s "
        "| CLS |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for address, cost in costs.items():
        seen = views.get(address)
        shown = (
            f"{seen.size / 1000:.1f} ({seen.requests}) | {seen.fonts / 1000:.0f} | {seen.lcp} | {seen.cls}"
            if seen
            else " | | | "
        )
        lines.append(
            f"| `{address}` | {cost.zipped / 1000:.1f} / {cost.raw / 1000:.0f} | {cost.tags} "
            f"| {cost.queries} | {cost.cpu} | {shown} |"
        )
    return "\n".join(lines)


def misses(address: str, cost: Cost, seen: View | None) -> list[str]:
    """The budgets that this page does not keep, a line for each."""
    route = next((route for route, known in PAGES.items() if address in known), "")
    cpu = CPU["models/"] if address == FILTERED else CPU.get(route, 0.0)
    measured = [
        ("bytes of HTML", cost.zipped, HTML),
        ("tags", cost.tags, cost.tags if address == REFERENCE else TAGS),
        ("queries", cost.queries, QUERIES),
        ("ms", cost.cpu, cpu or cost.cpu),
    ]
    if seen:
        measured += [
            ("bytes", seen.size, VIEW),
            ("requests", seen.requests, REQUESTS),
            ("bytes of fonts", seen.fonts, FONTS),
            ("of shifted layout", seen.cls, CLS),
        ]
    return [f"{address}: {got} {what}, {most} allowed" for what, got, most in measured if got > most]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
