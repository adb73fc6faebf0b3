"""What the web server has done before its first request."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
STARTED = """
import gc, json, sys
import registry.wsgi
before = set(sys.modules)
from registry.openness.definitions import ordered
from registry.openness.evaluate import judge_of
from registry.openness.facts import Facts
from registry.openness.judged import judge_facts
made = judge_of.cache_info().misses
judge_facts(Facts(), ordered())
print(json.dumps({
    "definitions": len(ordered()),
    "made_at_start": made,
    "made_for_the_first_model": judge_of.cache_info().misses - made,
    "frozen": gc.get_freeze_count(),
    "pages": "registry.web.views.scorecard" in before and "registry.api.scorecards" in before,
}))
"""


def started(data: Path) -> dict[str, Any]:
    inherited = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "PYTHONWARNINGS": "ignore"}
    said = subprocess.check_output([sys.executable, "-c", STARTED], cwd=ROOT, env=inherited, text=True)
    return dict(json.loads(said))


def test_the_first_reader_waits_for_nothing_that_could_be_made_before(tmp_path: Path) -> None:
    found = started(tmp_path)
    assert found["made_at_start"] == found["definitions"] == 17
    assert found["made_for_the_first_model"] == 0
    assert found["pages"]
    assert found["frozen"] > 50_000  # objects the collector need not walk
