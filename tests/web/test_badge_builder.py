"""The badge builder: the address keeps the choice, the text works as copied, a pinned badge never changes."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client, override_settings

from registry.badges.strip import PLACES, WIDTH, bars, counted
from registry.badges.svg import STYLES
from tests.build import NOON, import_facts, make_model, released, review_facts, withheld

pytestmark = pytest.mark.django_db
BUILDER = "/models/acme/rocket-7b/badge/"


@pytest.fixture(autouse=True)
def rocket() -> None:
    import_facts(make_model("acme/rocket-7b", name="Rocket <7B>"), released("final-weights"))


def image(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def test_the_address_keeps_every_choice(client: Client) -> None:
    page = client.get(BUILDER, {"definition": "mof-1.0", "show": "both", "style": "flat-square"})
    body = page.content.decode()
    assert body.count(" checked>") == 4
    for value in ("mof-1.0", "both", "flat-square", "latest"):
        assert f'value="{value}" checked>' in body
    assert "/badge/acme/rocket-7b/strip/mof-1.0.svg?style=flat-square" in body


def test_what_is_not_offered_falls_back_to_the_first_choice(client: Client) -> None:
    body = client.get(BUILDER, {"definition": "<script>", "show": "x", "style": "../"}).content.decode()
    assert "/badge/acme/rocket-7b/source-form-1.svg" in body
    assert "<script>" not in body


@override_settings(SITE_URL="https://sourceform.example")
def test_the_copied_text_leads_to_an_image_that_says_the_same(client: Client) -> None:
    for show in ("both", "fingerprint"):
        for follow in ("latest", "pinned"):
            chosen = {"definition": "osaid-1.0", "show": show, "follow": follow}
            body = client.get(BUILDER, chosen).content.decode()
            alt, src = re.findall(r"\[!\[(.*?)\]\(https://sourceform\.example(.*?)\)\]", body)[0]
            drawn = image(client, src)
            assert (drawn.get("aria-label") or "").startswith(alt.split(";")[0].split(",")[0])


def test_a_pinned_badge_shows_its_day_and_never_changes(client: Client) -> None:
    address = "/badge/acme/rocket-7b/r1/fsf-2024-10.svg"
    before = client.get(address)
    assert NOON.date().isoformat() in before.content.decode()
    assert before["Cache-Control"] == "public, max-age=31536000, immutable"
    model = make_model("acme/other").__class__.objects.get(path="acme/rocket-7b")
    review_facts(model, withheld("final-weights"), now=NOON + timedelta(days=3))
    assert client.get(address).content == before.content


@pytest.mark.parametrize("style", STYLES)
def test_badges_with_a_fingerprint_are_inert_and_of_the_right_height(client: Client, style: str) -> None:
    for name in ("osaid-1.0", "fingerprint"):
        answer = client.get(f"/badge/acme/rocket-7b/strip/{name}.svg?style={style}")
        drawn = ElementTree.fromstring(answer.content)
        assert drawn.get("height") == str(STYLES[style].height)
        tags = {element.tag.rpartition("}")[2] for element in drawn.iter()}
        assert tags <= {"svg", "title", "path", "rect", "g", "text", "circle"}
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "Set-Cookie" not in answer


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/badge/acme/nobody/strip/osaid-1.0.svg", 200, "Not assessed"),
        ("/badge/acme/rocket-7b/strip/no-such.svg", 404, "no such definition"),
        ("/badge/acme/rocket-7b/r9/osaid-1.0.svg", 200, "Not assessed"),
        ("/badge/acme/rocket-7b/r1/strip/fingerprint.svg", 200, "Sourceform"),
        ("/badge/ACME/Rocket-7B/strip/osaid-1.0.svg", 200, "OSAID"),
    ],
)
def test_badges_nobody_can_give_are_gray_images(client: Client, address: str, status: int, says: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert says in answer.content.decode()


def test_the_strip_has_sixteen_bars_of_six_shapes() -> None:
    assert len(PLACES) == 16
    assert PLACES[-1] + 3 == WIDTH
    drawn = bars("orpcun" + "o" * 10, x=0, y=4, height=12)
    assert drawn.count("<rect") == 15
    assert drawn.count("<path") == 1
    assert len({re.sub(r' x="\S+"| d="\S+ \S+"', "", one) for one in re.findall(r"<[^>]+>", drawn)}) == 6
    assert counted("orpcun" + "o" * 10) == (
        "11 open, 1 restricted, 1 partial, 1 closed, 1 unassessed, 1 does not apply"
    )


def test_a_draft_has_nothing_to_pin(client: Client) -> None:
    assert "Pinned to revision 1" in client.get(BUILDER).content.decode()
    assert client.get("/models/acme/nobody/badge/").status_code == 404
    assert client.get("/models/ACME/Rocket-7B/badge/")["Location"] == BUILDER


def test_the_alternative_text_of_a_pinned_badge_names_its_day(client: Client) -> None:
    for show in ("verdict", "both"):
        chosen = {"definition": "osaid-1.0", "show": show, "follow": "pinned"}
        alt, src = re.findall(
            r"\[!\[(.*?)\]\(https?://[^/]*(.*?)\)\]", client.get(BUILDER, chosen).content.decode()
        )[0]
        assert alt.endswith(f", {NOON:%Y-%m-%d}")
        assert (image(client, src).get("aria-label") or "").startswith(alt)
    latest = client.get(BUILDER, {"definition": "osaid-1.0"}).content.decode()
    assert f"{NOON:%Y-%m-%d}" not in latest.partition("<main")[2].partition("<footer")[0]


def test_beside_the_code_stands_which_choice_it_shows(client: Client) -> None:
    chosen = {"definition": "mof-1.0", "show": "both", "style": "flat-square", "follow": "pinned"}
    said = "Preview and code are for: MOF 1.0, Verdict with fingerprint, Flat, square, Pinned to revision 1."
    assert said in client.get(BUILDER, chosen).content.decode()
    alone = client.get(BUILDER, {"show": "fingerprint"}).content.decode()
    assert "Preview and code are for: Fingerprint only, Flat, Latest revision." in alone
