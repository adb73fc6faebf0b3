"""Everything hostile that a hub can show, from the hub to the pages: inert, shown as text, ending nothing.

One row per item. All go both roads, read one by one and on pages of the hub's list, and then through record,
page, lists, API and badge. Among them on the list stands an honest model, which must come through.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from registry.catalog.models import AIModel
from registry.hubs.snapshot import HubError
from registry.refresh import crawl
from registry.refresh.drafts import draft
from registry.refresh.models import SetAside
from registry.scorecards.models import Observation
from tests.badges.site import Site
from tests.build import NOON, import_facts, make_model, released
from tests.hubs import stand_in
from tests.hubs.stand_in import README, Hub, model

pytestmark = pytest.mark.django_db
NAME, PATH = "acme/Rocket-7B", "acme/rocket-7b"
SCRIPT = "<script>alert(1)</script>"
BREAKOUT = "\"'><img src=x onerror=alert(1)><svg onload=alert(1)>"
TEMPLATE = "{{ 7|add:7 }}{% include 'x' %}${7*7}{{7*7}}"
MARKDOWN = "[click](javascript:alert(1)) ![x](http://evil.example/x.png)"
TURNED = "\u202eGPL-eerf\u202c \u200bhidden\ufeff\u2066\U000e0041"
NUL = "a\x00b\ud800c"
INSIDE = "http://169.254.169.254/latest/meta-data/"


def card(**fields: Any) -> dict[str, Any]:
    return {"cardData": {"license": "other", **fields}}


def readme(front_matter: str) -> bytes:
    return f"---\n{front_matter}\n---\n# A model\n".encode("utf-8", "surrogatepass")


def files(*names: object) -> dict[str, Any]:
    return {"siblings": [{"rfilename": name} for name in ("model.safetensors", *names)]}


def everywhere(value: object) -> dict[str, Any]:
    """This value in every field that is text."""
    return {
        "pipeline_tag": value,
        "library_name": value,
        "author": value,
        "modelId": value,
        "tags": [value, f"license:{value}", f"base_model:{value}", f"dataset:{value}", f"arxiv:{value}"],
        "cardData": {
            "license": value,
            "license_name": value,
            "license_link": value,
            "datasets": [value],
            "base_model": [value],
            "base_model_relation": value,
            "language": value,
        },
    } | files(f"{value}.safetensors", value)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{key}: &{key} [{','.join(['*' + before] * 9)}]"
    for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)

# What the API says of the model, and its card.
ITEMS: dict[str, tuple[dict[str, Any], str | bytes]] = {
    "markup in every field": (everywhere(SCRIPT), README),
    "markup that closes attributes": (everywhere(BREAKOUT), README),
    "template code": (everywhere(TEMPLATE), README),
    "markdown": (everywhere(MARKDOWN), README),
    "signs that turn and hide text": (everywhere(TURNED), README),
    "NUL and lone surrogates": (everywhere(NUL), README),
    "line breaks and terminal codes": (everywhere("a\r\nX: y\x1b[31m\u2028\u2029b"), README),
    "a formula": (everywhere('=HYPERLINK("http://evil.example")'), README),
    "a very long text": (everywhere("x" * 50_000), README),
    "letters beyond the first plane": (everywhere("𝕏🙂" * 100), README),
    "license link: javascript": (card(license_link="javascript:alert(1)"), README),
    "license link: javascript in disguise": (card(license_link=" jAvA\tscript:alert(1)"), README),
    "license link: data": (card(license_link="data:text/html,<script>alert(1)</script>"), README),
    "license link: vbscript": (card(license_link="vbscript:msgbox(1)"), README),
    "license link: file": (card(license_link="file:///etc/passwd"), README),
    "license link: metadata service": (card(license_link=INSIDE), README),
    "license link: loopback": (card(license_link="http://127.0.0.1:6379/"), README),
    "license link: any scheme": (card(license_link="//evil.example/LICENSE"), README),
    "license link: upward": (card(license_link="../../../../etc/passwd"), README),
    "license link: login": (card(license_link="http://user:secret@evil.example/"), README),
    "license link: not an address": (card(license_link="http://[::1"), README),
    "license as a list of lists": (card(license=[["mit"], {"a": 1}]), README),
    "license: no": ({"cardData": None}, readme("license: no")),
    "license as a number": ({"cardData": None}, readme("license: 2.0")),
    "YAML bomb": ({"cardData": None}, readme(BOMB)),
    "YAML that runs code": ({"cardData": None}, readme("a: !!python/object/apply:os.system [id]")),
    "YAML nested 900 deep": ({"cardData": None}, readme("a: " + "[" * 900 + "]" * 900)),
    "YAML with a self-reference": ({"cardData": None}, readme("a: &a\n  b: *a")),
    "YAML of 5 MB": ({"cardData": None}, readme("a: " + "x" * 5_000_000)),
    "duplicate keys": ({"cardData": None}, readme("license: mit\nlicense: gpl-3.0")),
    "a card of 12 MB": ({"cardData": None}, README.encode() + b"x" * 12_000_000),
    "a card in latin-1": ({"cardData": None}, readme("license: mit") + b"caf\xe9"),
    "a card in UTF-16": ({"cardData": None}, README.encode("utf-16")),
    "a card with NUL": ({"cardData": None}, readme("license: m\x00it")),
    "a card without end": ({"cardData": None}, b"---\nlicense: mit\n# Text"),
    "a card that is a list": ({"cardData": None}, readme("- license")),
    "card data nested deep": ({"cardData": json.loads('{"a":' * 500 + "1" + "}" * 500)}, README),
    "60,000 tags": ({"tags": [f"t{n}" for n in range(60_000)]}, README),
    "40,000 tags that name parents": ({"tags": [f"base_model:acme/b{n}" for n in range(40_000)]}, README),
    "1,000 parents": (card(base_model=[f"acme/b{n}" for n in range(1000)]), README),
    "itself as parent": (card(base_model=[NAME, NAME.lower()]), README),
    "parents that are no names": (
        card(base_model=["../../x", "/etc/passwd", "a b", "", {"x": 1}, None]),
        README,
    ),
    "file names that climb": (
        files("../../../etc/passwd", "..\\..\\x", "/etc/passwd", "LICENSE/../x"),
        README,
    ),
    "file names with line breaks": (files("README.md\nX: y", "model\r\n.safetensors", "\x00"), README),
    "file names that are markup": (
        files(f"{SCRIPT}.safetensors", f"{BREAKOUT}.gguf", "a?b#c%00.bin"),
        README,
    ),
    "10,000 files": (files(*(f"f{n}.txt" for n in range(10_000))), README),
    "files that are no files": ({"siblings": [{}, 5, None, {"rfilename": ["x"]}, "x"]}, README),
    "card key self": (card(self=1), README),
    "results without address": (card(**{"model-index": [{"results": [{"source": {"name": "x"}}]}]}), README),
    "tags as a number": ({"tags": 7}, README),
    "a new field in transformersInfo": ({"transformersInfo": {"auto_model": "X", "new": 1}}, README),
    "safetensors without total": ({"safetensors": {"parameters": 1}}, README),
    "a date that is none": ({"lastModified": "yesterday", "createdAt": 5}, README),
    "a date in the year 9999": ({"lastModified": "9999-12-31T23:59:59.999Z"}, README),
    "providers as text": ({"inferenceProviderMapping": "text"}, README),
    "numbers beyond reason": ({"downloads": 10**40, "likes": -5, "safetensors": {"total": 10**40}}, README),
    "a gate of an unknown kind": ({"gated": {"a": 1}}, README),
    "a commit that is markup": ({"sha": BREAKOUT}, README),
    "a commit that climbs": ({"sha": "../../../x"}, README),
    "private as text": ({"private": "no", "disabled": "no"}, README),
}

# Read as no model at all; on a list they are set aside.
NO_MODEL: dict[str, dict[str, Any]] = {
    "an id that is markup": {"_id": SCRIPT},
    "no id": {"_id": None},
    "an id that is a list": {"_id": ["x"]},
    "a name that is markup": {"id": SCRIPT, "modelId": SCRIPT},
    "a name that climbs": {"id": "../../etc", "modelId": "../../etc"},
    "a name of three parts": {"id": "a/b/c", "modelId": "a/b/c"},
    "a name with NUL": {"id": "acme/a\x00b", "modelId": "acme/a\x00b"},
    "a name that turns": {"id": "acme/\u202eb", "modelId": "acme/\u202eb"},
    "a name in another script": {"id": "асme/rocket", "modelId": "асme/rocket"},
    "a very long name": {"id": "a" * 500, "modelId": "a" * 500},
    "an answer of more than a megabyte": {"tags": ["x" * 1_200_000]},
}


@pytest.fixture
def hub(settings: Any) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        yield running


def shown(hub: Hub, items: Iterable[str]) -> dict[str, str]:
    """Let the hub hold these items, each as a model of its own; their paths, by item."""
    names = {}
    for number, item in enumerate(items):
        changes, text = ITEMS.get(item) or (NO_MODEL[item], README)
        name = f"acme/item-{number}"
        info = model(name, **{"_id": f"{number:024x}", "createdAt": moment(number)} | changes)
        info["modelId"] = name if item in ITEMS else info.get("modelId")
        hub.models[name], hub.readmes[name] = info, text.encode() if isinstance(text, str) else text
        names[item] = name
    return names


def moment(number: int) -> str:
    return (NOON - timedelta(days=300 - number)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_hostile_items_read_one_by_one_are_inert_everywhere(hub: Hub, client: Client) -> None:
    for item, name in shown(hub, ITEMS).items():
        assert draft(name, now=NOON).trouble == "", item
    assert AIModel.objects.count() == len(ITEMS)
    assert_inert(client)


def test_hostile_items_on_a_list_end_nothing_and_are_inert_everywhere(hub: Hub, client: Client) -> None:
    shown(hub, [*ITEMS, *NO_MODEL])
    hub.shows(model("acme/honest", _id="f" * 24))
    at = crawl.begin("huggingface", "sweep", now=NOON)
    while at.state == "running":
        try:
            at = crawl.step(at, now=NOON, most=20)
        except HubError:
            at.refresh_from_db()  # the page was too large: the next is asked for in half the size
    assert at.state == "complete"
    listed = set(AIModel.objects.values_list("path", flat=True))
    assert "acme/honest" in listed
    assert len(listed) + SetAside.objects.count() == len(ITEMS) + len(NO_MODEL) + 1
    assert all(reason.endswith(".") for reason in SetAside.objects.values_list("reason", flat=True))
    assert_inert(client, ["acme/honest", "acme/item-0", "acme/item-1"])


def test_what_is_no_model_is_refused_when_asked_for(hub: Hub) -> None:
    for item, changes in NO_MODEL.items():
        hub.models[NAME] = model(NAME, **changes)
        hub.readmes[NAME] = b""
        with pytest.raises(HubError) as caught:
            pytest.fail(f"{item}: {draft(NAME, now=NOON)}")
        assert SCRIPT not in str(caught.value)
    assert not AIModel.objects.exists()


def test_what_turns_or_hides_text_is_written_out(hub: Hub, client: Client) -> None:
    hub.shows(model(NAME, **card(license_name=TURNED)))
    draft(NAME, now=NOON)
    assert "[U+202E]GPL-eerf[U+202C]" in Observation.objects.get().said["license_name"]
    assert "[U+202E]GPL-eerf" in client.get(f"/api/v1/models/{PATH}/").content.decode()


def test_a_hostile_model_contradicts_the_record_inertly(hub: Hub, client: Client) -> None:
    """The words of a hub reach the page through a drift too."""
    import_facts(make_model(PATH), released("final-weights", "Apache-2.0"))
    hub.shows(model(NAME, **card(license_name=SCRIPT + BREAKOUT, license_link="javascript:alert(1)")))
    draft(NAME, now=NOON + timedelta(days=1))
    assert_inert(client)


def assert_inert(client: Client, cards: Iterable[str] = ()) -> None:
    """Nothing of what was said acts on a list, a scorecard, in the API or in a badge; and no page fails."""
    pages = [
        "/",
        "/models/",
        "/models/acme/",
        "/models/?q=rocket",
        "/datasets/",
        "/changes/",
        "/status/",
        "/repair/",
    ]
    listed = list(AIModel.objects.values_list("path", flat=True))
    cards = list(cards) or listed
    for address in [*pages, *(f"/models/{path}/" for path in cards)]:
        answer = client.get(address, follow=True)
        assert answer.status_code in (200, 404), address
        assert_page_is_inert(answer.content.decode())
    for address in ["/api/v1/models/", *(f"/api/v1/models/{path}/?{FIELDS}" for path in cards)]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert not HIDDEN.search(json.dumps(answer.json(), ensure_ascii=False))
    site = Site()
    site.look()
    for path in listed:
        assert MESSAGE.fullmatch(site.message(path).lower()), path


HIDDEN = re.compile("[\x00\u200b\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]")
MESSAGE = re.compile(r"(meets|does not meet|cannot tell|not assessed)(, unreviewed)?(, hub differs)?")
FIELDS = (
    "fields=path,name,organization,license,license_title,answer,components,release,drifts,lineage,hub_entries"
)
OURS = ("/", "#", "?")


def assert_page_is_inert(page: str) -> None:
    for raw in (SCRIPT, "<img src=x", "<svg onload", "14{%", "${49}"):
        assert raw not in page
    assert not HIDDEN.search(page)
    for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
        assert "<" not in data
        json.loads(data)
    for tag, attributes in Tags(page).found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert tag not in ("iframe", "object", "embed", "base")
        if tag == "script" and attributes.get("type") != "application/ld+json":
            assert attributes["src"].startswith("/static/")
        for name in ("href", "src", "action", "xlink:href"):
            target = attributes.get(name)
            if target is None or (target.startswith(OURS) and not target.startswith("//")):
                continue
            assert re.match(r"https?://[\w.\-]+(:\d+)?(/|$)", target), target
            assert urlsplit(target).netloc not in ("169.254.169.254", "127.0.0.1:6379", "evil.example")
            if tag == "a":
                assert attributes["rel"] == "nofollow ugc noopener noreferrer"


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
