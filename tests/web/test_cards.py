"""The card of a model: inert whatever names say, with the words of the badges, a picture of its size."""

import struct
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.translation import override

from registry.badges import card
from tests.build import import_facts, make_model, released

pytestmark = pytest.mark.django_db
EVIL = "Rocket </text><script>alert(1)</script>\u202e &\ud7ff" + "x" * 200


def test_the_drawing_is_inert_and_says_what_the_badges_say(client: Client) -> None:
    import_facts(make_model("acme/rocket-7b", name=EVIL[:190]), released("final-weights"))
    answer = client.get("/card/acme/rocket-7b.svg")
    drawn = ElementTree.fromstring(answer.content)
    tags = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert tags == {"svg", "title", "rect", "text"}
    texts = [element.text or "" for element in drawn.iter() if element.tag.endswith("text")]
    assert any(text.endswith("…") for text in texts)
    assert not any("\u202e" in text for text in texts)
    assert "Source form" in texts
    assert "Does not meet" in texts or "Cannot tell" in texts
    assert [text.endswith(", unreviewed") for text in texts if "Sourceform" in text] == [True]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in answer


def test_the_picture_is_a_png_for_link_previews(client: Client) -> None:
    import_facts(make_model("acme/rocket-7b", name="Rocket 7B"), released("final-weights"))
    answer = client.get("/card/ACME/Rocket-7b.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)
    assert len(answer.content) < 200_000
    page = client.get("/models/acme/rocket-7b/").content.decode()
    assert "/card/acme/rocket-7b.png" in page


def test_our_own_fonts_are_drawn_with() -> None:
    def drawn(name: str, maker: str, said: str) -> bytes:
        line = card.Line("", said, "open")
        return card.png(card.svg(card.Card(name, maker, "o" * 16, (line,), "")))

    assert len(card.FONTS) == 3  # serif, and sans in two weights
    pictures = {drawn("", "", ""), drawn("Rocket", "", ""), drawn("", "Acme", ""), drawn("", "", "Meets")}
    assert len(pictures) == 4


def test_a_card_nobody_can_give_is_a_plain_404_in_any_language(client: Client) -> None:
    with override("de"):
        assert client.get("/card/acme/nobody.svg").status_code == 404
        assert client.get("/card/acme/nobody.png").status_code == 404
