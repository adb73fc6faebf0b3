"""Pages to talk, watch, claim, dispute, reply, report and moderate: stories through the door."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from registry.accounts import wording
from registry.accounts.models import Event, Notification, User
from registry.assessments.disputes import decisions
from registry.assessments.models import Claim, Comment, Dispute, MakerLink, Report
from registry.catalog.models import AIModel, Watch
from registry.openness.facts import Proof
from registry.scorecards.models import Citation, Evidence
from tests.build import import_facts, make_model, make_user, released, sign_in, withheld

pytestmark = pytest.mark.django_db
REASON = "The license file in the repository names another license than the record."


@pytest.fixture(autouse=True)
def rocket() -> AIModel:
    model = make_model("acme/rocket-7b", name="Rocket 7B")
    import_facts(model, released("final-weights"), withheld("training-code"))
    return model


@pytest.fixture
def ada(client: Client) -> User:
    user = make_user("ada")
    sign_in(client, user)
    return user


def curator() -> Client:
    return sign_in(Client(), make_user("cleo", curator=True), mfa=True)


PRIVATE = [
    "/models/acme/rocket-7b/watch/",
    "/models/acme/rocket-7b/reply/",
    "/models/acme/rocket-7b/dispute/final-weights/",
    "/claim/acme/",
    "/me/watches/",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_takes_an_account_leads_to_the_sign_in_and_back(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/")
    assert address in answer["Location"].replace("%2F", "/")


@pytest.mark.parametrize("address", [*PRIVATE[:1], *PRIVATE[2:]])
def test_pages_of_people_are_kept_and_listed_by_nobody(client: Client, ada: User, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_comment_is_written_read_by_all_changed_and_deleted(client: Client, ada: User) -> None:
    talk = "/models/acme/rocket-7b/talk/"
    answer = client.post(talk, {"text": "The **card** says <b>so</b>."})
    assert answer.status_code == 302
    comment = Comment.objects.get()
    page = Client().get(talk)
    assert "no-cache" not in page["Cache-Control"]
    assert "<strong>card</strong> says &lt;b&gt;so&lt;/b&gt;." in page.text
    mine = f"/comments/{comment.pk}/"
    assert client.post(mine, {"text": "The card says otherwise."}).status_code == 302
    assert "otherwise" in Client().get(talk).text
    assert "edited" in Client().get(talk).text
    other = sign_in(Client(), make_user())
    assert other.get(mine).status_code == 404
    assert other.post(mine, {"delete": "1"}).status_code == 404
    assert client.post(mine, {"delete": "1"}).status_code == 302
    page = Client().get(talk)
    assert "otherwise" not in page.text
    assert "Deleted by its author." in page.text
    assert [event.verb for event in Event.objects.order_by("pk")] == [
        "comment.written",
        "comment.edited",
        "comment.deleted",
    ]


def test_what_cannot_stand_comes_back_with_its_words(client: Client, ada: User) -> None:
    answer = client.post("/models/acme/rocket-7b/talk/", {"text": "Loading…"})
    assert answer.status_code == 422
    assert "Loading…" in answer.text
    assert "This stands for something still to be written." in answer.text
    assert not Comment.objects.exists()


def test_links_of_somebody_new_are_text_and_many_of_them_wait_for_a_curator(
    client: Client, ada: User
) -> None:
    talk = "/models/acme/rocket-7b/talk/"
    client.post(talk, {"text": "See [the card](https://example.org/card)."})
    assert 'href="https://example.org' not in Client().get(talk).text
    client.post(talk, {"text": "Buy https://a.example and https://b.example now"})
    held = Comment.objects.latest("pk")
    assert held.held_because == "links_by_somebody_new"
    log = Client().get("/moderation/").text
    assert "an automatic rule" in log
    assert ">ada<" not in log
    assert "a.example" not in Client().get(talk).text
    assert "a.example" in client.get(talk).text  # by its author
    cleo = curator()
    assert "a.example" in cleo.get(talk).text
    assert "a.example" not in sign_in(Client(), make_user()).get(talk).text
    assert client.post(f"/comments/{held.pk}/release/").status_code == 403
    assert cleo.post(f"/comments/{held.pk}/release/").status_code == 302
    assert "a.example" in Client().get(talk).text


def test_a_model_is_watched_by_a_button_and_not_by_a_link(client: Client, ada: User) -> None:
    address = "/models/acme/rocket-7b/watch/"
    assert client.get(address).status_code == 200
    assert not Watch.objects.exists()
    client.post(address)
    client.post(address)
    assert Watch.objects.filter(user=ada).count() == 1
    assert "Rocket 7B" in client.get("/me/watches/").text
    client.post(address, {"stop": "1"})
    assert not Watch.objects.exists()


def test_an_organization_is_claimed_from_its_page(client: Client, ada: User) -> None:
    address = "/claim/acme/"
    assert client.post(address, {"do": "begin"}).status_code == 302
    claim = Claim.objects.get()
    page = client.get(address).text
    assert claim.token in page
    assert f"sourceform-{claim.code}.txt" in page
    assert client.post(address, {"do": "look", "repository": "evil/rocket"}).status_code == 422
    assert client.post(address, {"do": "look", "repository": "Acme/Rocket-7B"}).status_code == 302
    assert client.post(address, {"do": "member"}).status_code == 403
    client.post(address, {"do": "withdraw"})
    assert Claim.objects.get().outcome == "withdrawn"
    assert client.get("/claim/nobody/").status_code == 404


def make_maker(user: User) -> MakerLink:
    organization = AIModel.objects.get().organization
    now = timezone.now()
    claim = Claim.objects.create(
        user=user, organization=organization, code="x", token=f"t{user.pk}", begun_at=now, closed_at=now,
        outcome="verified",
    )  # fmt: skip
    return MakerLink.objects.create(
        user=user, organization=organization, proof="file", claim=claim, shown="acme/rocket-7b",
        verified_at=now, checked_at=now,
    )  # fmt: skip


def test_the_maker_replies_word_for_word_and_nobody_else_does(client: Client, ada: User) -> None:
    address = "/models/acme/rocket-7b/reply/?finding=final-weights"
    refused = client.post(address, {"text": REASON, "finding": "final-weights"})
    assert refused.status_code == 403
    assert "/claim/acme/" in refused.text
    assert "<h1>Not allowed</h1>" in refused.text
    assert "<title>Not allowed" in refused.text
    make_maker(ada)
    words = "The lock file is <now> in the repository,\nand *stays* there."
    assert client.post(address, {"text": words, "finding": "no-such-thing"}).status_code == 422
    assert client.post(address, {"text": words, "finding": "final-weights"}).status_code == 302
    page = Client().get("/models/acme/rocket-7b/").text
    assert "The lock file is &lt;now&gt; in the repository,<br>and *stays* there." in page
    assert '<span class="tag">maker</span> <b>Acme</b>' in page
    shown = Client().get("/api/v1/models/acme/rocket-7b/").json()
    assert shown["replies"] == [
        {
            "finding": "final-weights",
            "dispute": None,
            "organization": "Acme",
            "text": words,
            "at": shown["replies"][0]["at"],
            "taken_down": "",
        }
    ]


def test_a_proof_that_rests_is_looked_at_again_and_gives_nothing_meanwhile(client: Client, ada: User) -> None:
    make_maker(ada)
    MakerLink.objects.update(checked_at=timezone.now() - timedelta(hours=25))
    assert client.get("/models/acme/rocket-7b/reply/").status_code == 403
    assert "rests" in client.get("/claim/acme/").text


def test_a_dispute_is_opened_from_the_evidence_heard_and_decided_on_its_page(
    client: Client, ada: User
) -> None:
    card = "/models/acme/rocket-7b/"
    form = "/models/acme/rocket-7b/dispute/final-weights/"
    assert f'href="{form}"' in Client().get(card).text
    shown = client.get(form).text
    assert "What the record says" in shown
    assert "Apache License 2.0" in shown, "what is disputed stands above the form"
    typed = {
        "reason": REASON,
        "url": "ftp://example.org",
        "quote": "Research only.",
        "accessed_on": "2026-10-30",
    }
    answer = client.post(form, typed)
    assert answer.status_code == 422
    assert REASON in answer.text
    assert "An address begins with https:// or http://." in answer.text
    assert client.post(form, typed | {"url": "https://example.org/license"}).status_code == 302
    row = Dispute.objects.get()
    page = f"/disputes/{row.pk}/"
    scorecard = Client().get(card).text
    assert f'href="{page}"' in Client().get(f"{card}talk/").text, "whoever talks sees what is disputed"
    assert "Contested since" in scorecard
    assert f'href="{page}"' in scorecard
    assert REASON in Client().get(page).text
    assert "Rocket 7B" in Client().get("/disputes/").text
    assert "Ask both sides to answer" not in client.get(page).text
    cleo = curator()
    assert cleo.post(f"{page}act/", {"do": "acknowledge"}).status_code == 302
    decisions.advance(now=timezone.now())
    assert cleo.post(f"{page}act/", {"do": "dismiss", "words": REASON}).status_code == 409
    decisions.advance(now=timezone.now() + timedelta(days=15))
    Dispute.objects.update(decidable_at=timezone.now())
    assert client.post(f"{page}act/", {"do": "dismiss", "words": REASON}).status_code == 403
    assert cleo.post(f"{page}act/", {"do": "dismiss", "words": "no"}).status_code == 422
    assert cleo.post(f"{page}act/", {"do": "dismiss", "words": REASON}).status_code == 302
    assert "Contested since" not in Client().get(card).text
    assert "A dispute was dismissed" in Client().get("/moderation/").text
    assert Client().get("/models/acme/rocket-7b/dispute/evaluation-data/").status_code == 302
    assert client.get("/models/acme/rocket-7b/dispute/evaluation-data/").status_code == 404


def test_a_visitor_reports_and_only_curators_read_it(client: Client) -> None:
    comment = Comment.objects.create(
        model=AIModel.objects.get(), by=make_user(), text="Buy!", digest="x", at=timezone.now()
    )
    address = f"/report/comment/{comment.pk}/"
    browser = Client(enforce_csrf_checks=True)
    form = browser.get(address)
    assert "no-store" in form["Cache-Control"]
    token = form.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = {"category": "spam", "text": "Advertising <b>", "csrfmiddlewaretoken": token}
    answer = browser.post(address, sent)
    assert answer.status_code == 200
    assert "A curator will look at it." in answer.text
    report = Report.objects.get()
    assert (report.by, report.category, report.text) == (None, "spam", "Advertising <b>")
    assert client.get("/moderation/reports/").status_code == 302
    cleo = curator()
    assert "Advertising &lt;b&gt;" in cleo.get("/moderation/reports/").text
    assert "Advertising" not in Client().get("/moderation/").text
    assert cleo.post(f"/moderation/reports/comment/{comment.pk}/settle/", {"kept": "1"}).status_code == 302
    assert "Nothing is reported." in cleo.get("/moderation/reports/").text
    for odd in ("comment/17", "person/nobody", "nothing/1", "comment/%00", f"review/{comment.pk}"):
        assert client.get(f"/report/{odd}/").status_code == 404


def test_a_quotation_is_taken_down_with_a_reason_everybody_reads(client: Client, rocket: AIModel) -> None:
    proof = Proof("https://example.org/card", "Words of somebody else.", "2026-10-01")
    import_facts(rocket, released("final-weights", proofs=(proof,)))
    cited = Citation.objects.get(quote=proof.quote)
    address = f"/moderation/take-down/quote/{cited.pk}/"
    assert sign_in(Client(), make_user()).get(address).status_code == 403
    assert sign_in(Client(), make_user(admin=True), mfa=True).get(address).status_code == 403
    cleo = curator()
    assert "Words of somebody else." in cleo.get(address).text
    assert cleo.post(address, {"because": "no"}).status_code == 422
    assert cleo.post(address, {"because": "Asked for by its author."}).status_code == 302
    cited.refresh_from_db()
    assert (cited.quote, cited.blanked_because) == ("", "Asked for by its author.")
    assert Evidence.objects.get(pk=cited.evidence_id).digest
    assert "Asked for by its author." in Client().get("/moderation/").text
    assert "Asked for by its author." in Client().get("/moderation.atom").text
    assert "Words of somebody else." not in Client().get("/models/acme/rocket-7b/").text
    assert not Notification.objects.filter(kind="text_taken_down").exists()  # nobody here wrote it


DETAILS = {
    "dispute": "01a207d1-1513-761a-97af-c40636f0e049",
    "reply": "01a207d1-1513-761a-97af-c40636f0e049",
    "comment": "01a207d1-1513-761a-97af-c40636f0e049",
    "finding": "final-weights[vae]",
    "until": "2026-11-30T12:00:00+00:00",
    "shown": "acme/rocket-7b",
}


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        *((kind, "acme") for kind in ("maker_linked", "maker_joined", "maker_ended")),
        *(
            (f"dispute_{what}", "acme/rocket-7b")
            for what in ("opened", "answer", "due", "escalated", "resolved")
        ),
        ("reply_published", "acme/rocket-7b"),
        ("comment_written", "acme/rocket-7b"),
        ("report_new", "acme/rocket-7b"),
        ("report_held", ""),
        ("text_taken_down", "acme/rocket-7b"),
    ],
)
def test_every_message_has_words_and_leads_to_a_page_that_is_there(kind: str, target: str) -> None:
    said = wording.say(Notification(kind=kind, target=target, details=DETAILS))
    assert said.subject != "Something happened"
    assert "acme" not in said.subject
    assert said.text
    assert resolve(said.path.partition("#")[0])
