"""People's programs begin, write and hand in assessments; everybody reads what was handed in."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry.accounts import limits, tokens
from registry.accounts.flags import Name, switch
from registry.accounts.models import Event, User
from registry.api import writing
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.catalog.models import AIModel
from tests.build import import_facts, make_actor, make_model, make_user, released, review_facts
from tests.proposing import approve, proposed, published, trusted

pytestmark = pytest.mark.django_db
ALL = "/api/v1/assessments/"
NOBODYS = "00000000-0000-7000-8000-000000000000"
PROOF = {
    "url": "https://example.org/weights",
    "quote": "Released under MIT.",
    "accessed_on": "2026-10-01",
    "locator": "p. 3",
}
WEIGHTS = {"availability": "released", "coverage": "all", "license": "MIT", "proofs": [PROOF]}
BODY = {"model": "acme/rocket-7b", "summary": "Their page.", "components": {"final-weights": WEIGHTS}}


class Program:
    """Something that asks with the token of a person; without one, for nobody."""

    def __init__(self, user: User | None = None, *scopes: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers: dict[str, str] = {}
        if user:
            now = timezone.now()
            wanted = {"name": f"{scopes}", "scopes": scopes or ("read", "assess")}
            _, secret = tokens.issue(
                user, **wanted, expires_at=now + timedelta(days=1), by=make_actor(user), now=now
            )
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, address: str) -> Any:
        return self.client.get(address, headers=self.headers)

    def send(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = "" if body is None else json.dumps(body)
        return self.client.generic(
            method, address, sent, content_type="application/json", headers=self.headers | more
        )

    def begin(self, **changed: Any) -> Any:
        return self.send("POST", ALL, BODY | changed).json()

    def hand_in(self, row: Any, **headers: str) -> Any:
        said = {"If_Match": f'"{row["version"]}"'} | headers
        return self.send("POST", f"{ALL}{row['id']}/submit/", {"coi": "none"}, **said)


@pytest.fixture
def rocket() -> AIModel:
    model = make_model("acme/rocket-7b")
    import_facts(model, released("final-weights", "Apache-2.0"))
    return model


@pytest.fixture
def ann(rocket: AIModel) -> Program:
    return Program(make_user("ann"))


def test_an_assessment_goes_from_draft_to_the_record(ann: Program, rocket: AIModel) -> None:
    made = ann.send("POST", ALL, BODY)
    assert made.status_code == 201
    assert made["ETag"] == '"1"'
    row = made.json()
    assert made["Location"] == f"{ALL}{row['id']}/"
    assert (row["state"], row["author"], row["model"]) == ("draft", "ann", "acme/rocket-7b")
    seen = row["content"]["components"]["final-weights"]
    assert seen | {"base": 0, "note": "", "gate": "none"} == seen
    assert seen["proofs"] == [PROOF]
    handed_in = ann.hand_in(row)
    assert (handed_in.status_code, handed_in.json()["state"]) == (200, "submitted")
    assert handed_in["ETag"] == f'"{handed_in.json()["version"]}"'
    held = Assessment.objects.get()
    while held.state == "submitted":
        held = approve(held)
    read = Program().get(f"{ALL}{row['id']}/").json()
    assert (read["state"], read["revision"]) == ("published", 2)
    assert read["reviews"][0]["counts"]
    assert read["reviews"][0]["reviewer"]
    record = Program().get("/api/v1/models/acme/rocket-7b/").json()
    weights = next(one for one in record["components"] if one["key"] == "final-weights")
    assert (weights["facts"]["license"], weights["origin"]) == ("MIT", "reviewed")


def test_what_is_read_can_be_sent_back_and_changes_nothing(ann: Program, rocket: AIModel) -> None:
    review_facts(rocket, released("training-code"))
    parts = {
        "components": {
            "final-weights[vae]": WEIGHTS | {"note": "The decoder.", "covers": ["data"]},
            "data-card": {"availability": "described", "proofs": [PROOF]},
        },
        "release": {
            "monetization": {"value": "priced", "proofs": [PROOF]},
            "stages": ["pretraining", "preference"],
            "training_flop": 1.5e24,
        },
        "retract": {"training-code": {"note": "That repository is of another model."}},
    }
    row = ann.begin(**parts)
    again = ann.send("PUT", f"{ALL}{row['id']}/", row["content"], If_Match='"1"').json()
    assert again["content"] == row["content"]
    assert again["content_sha"] == row["content_sha"]
    assert again["version"] == 2
    assert set(row["content"]["release"]) == {"monetization", "stages", "training_flop"}
    bases = {one["key"]: one["base"] for one in row["bases"]}
    assert bases["training-code"]["license"] == "Apache-2.0"
    assert bases["data-card"] is None


def test_writing_takes_the_place_of_all_that_was_proposed(ann: Program) -> None:
    row = ann.begin()
    content = {"components": {"data-card": {"availability": "described", "proofs": [PROOF]}}}
    answer = ann.send("PUT", f"{ALL}{row['id']}/", content, If_Match='"1"')
    assert answer.status_code == 200
    assert list(answer.json()["content"]["components"]) == ["data-card"]
    assert answer.json()["content"]["summary"] == ""
    assert answer["ETag"] == '"2"'


def test_a_change_says_on_which_version_it_is_based(ann: Program) -> None:
    row = ann.begin()
    address = f"{ALL}{row['id']}/"
    assert ann.send("PUT", address, row["content"]).status_code == 428
    assert ann.send("PUT", address, row["content"], If_Match="*").status_code == 428
    assert ann.send("PUT", address, row["content"], If_Match="1").status_code == 400
    assert ann.send("PUT", address, row["content"], If_Match='W/"1"').status_code == 400
    assert ann.send("POST", f"{address}submit/", {"coi": "none"}).status_code == 428
    assert ann.send("PUT", address, row["content"], If_Match='"1"').status_code == 200
    stale = ann.send("PUT", address, row["content"], If_Match='"1"')
    assert (stale.status_code, stale["Content-Type"]) == (409, "application/problem+json")
    told = stale.json()
    assert (told["code"], told["status"]) == ("version", 409)
    sides = told["conflicts"][0]
    assert sides["key"] == "final-weights"
    assert sides["yours"]["fact"]["license"] == sides["current"]["fact"]["license"] == "MIT"
    assert ann.hand_in(row).status_code == 409
    assert Assessment.objects.get().state == "draft"


def test_what_the_record_became_meanwhile_is_told_with_its_three_sides(ann: Program, rocket: AIModel) -> None:
    review_facts(rocket, released("final-weights", "Apache-2.0"))
    row = ann.begin()
    review_facts(rocket, released("final-weights", "BSD-3-Clause"))
    assert ann.get(f"{ALL}{row['id']}/").json()["bases"][0]["moved"] is True
    told = ann.hand_in(row)
    assert (told.status_code, told.json()["code"]) == (409, "base_moved")
    sides = told.json()["conflicts"][0]
    licenses = [sides[side]["fact"]["license"] for side in ("base", "current", "yours")]
    assert licenses == ["Apache-2.0", "BSD-3-Clause", "MIT"]


def test_a_conflict_is_settled_by_writing_on_the_record_as_it_is(ann: Program, rocket: AIModel) -> None:
    review_facts(rocket, released("final-weights", "Apache-2.0"))
    row = ann.begin()
    ann.hand_in(row)
    review_facts(rocket, released("final-weights", "BSD-3-Clause"))
    held = workflow.base_moved(Assessment.objects.get(), by=make_system(), now=timezone.now())
    assert held.state == "conflicted"
    read = ann.get(f"{ALL}{row['id']}/").json()
    assert read["conflicts"][0]["key"] == "final-weights"
    content = {"components": {"final-weights": WEIGHTS}}
    settled = ann.send("PUT", f"{ALL}{row['id']}/", content, If_Match=f'"{read["version"]}"')
    assert (settled.status_code, settled.json()["state"]) == (200, "submitted")
    assert settled.json()["bases"][0]["base"]["license"] == "BSD-3-Clause"


def make_system() -> Any:
    return make_actor(None).__class__(None, via="system")


@pytest.mark.parametrize(
    ("changed", "status", "named"),
    [
        ({"state": "published"}, 400, "state"),
        ({"author": "bob"}, 400, "author"),
        ({"summary": 5}, 400, "summary"),
        ({"components": []}, 400, "components"),
        ({"components": {"final-weights": WEIGHTS | {"origin": "reviewed"}}}, 400, "origin"),
        ({"components": {"final-weights": WEIGHTS | {"source": "mot"}}}, 400, "source"),
        ({"components": {"final-weights": WEIGHTS | {"license_verbatim": "MIT"}}}, 400, "license_verbatim"),
        ({"components": {"final-weights": WEIGHTS | {"base": "x"}}}, 400, "base"),
        ({"components": {"final-weights": WEIGHTS | {"base": 10**40}}}, 400, "base"),
        ({"components": {"final-weights": WEIGHTS | {"base": True}}}, 400, "base"),
        ({"components": {"final-weights": {"availability": "open"}}}, 400, "availability"),
        ({"components": {"final-weights": {"license": "MIT"}}}, 400, "availability"),
        ({"components": {"final-weights": WEIGHTS | {"proofs": [{"url": "ftp://x"}]}}}, 400, "url"),
        ({"components": {"final-weights": WEIGHTS | {"proofs": [PROOF | {"digest": "d"}]}}}, 400, "digest"),
        ({"components": {"final-heights": WEIGHTS}}, 400, "final-heights"),
        ({"components": {"Final Weights": WEIGHTS}}, 400, "Final Weights"),
        ({"release": {"color": "red"}}, 400, "color"),
        ({"release": {"monetization": "unknown"}}, 400, "retract"),
        ({"release": {"monetization": {"value": "none", "by": "x"}}}, 400, "by"),
        ({"retract": {"final weights": {}}}, 400, "final weights"),
        ({"retract": {"final-weights": "no"}}, 400, "retract"),
        ({"summary": "a\0b"}, 400, "NUL"),
    ],
)
def test_what_is_not_understood_is_400_and_named(
    ann: Program, changed: dict[str, Any], status: int, named: str
) -> None:
    answer = ann.send("POST", ALL, BODY | changed)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert named in answer.json()["detail"]
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("changed", "place", "code"),
    [
        ({"model": "acme/nothing"}, "model", "no_such_model"),
        ({"model": "\u0130" * 500}, "model", "no_such_model"),
        ({"components": {"final-weights": WEIGHTS | {"base": 4711}}}, "final-weights", "base"),
        ({"components": {"final-weights": WEIGHTS | {"note": "n" * 2001}}}, "final-weights.note", "too_long"),
        ({"retract": {"final-weights": {}}}, "final-weights", "twice"),
    ],
)
def test_what_cannot_be_kept_is_422_with_every_place(
    ann: Program, changed: dict[str, Any], place: str, code: str
) -> None:
    answer = ann.send("POST", ALL, BODY | changed)
    assert answer.status_code == 422
    told = answer.json()
    assert {"place": place, "code": code} in [
        {"place": row["place"], "code": row["code"]} for row in told["missing"]
    ]
    assert not Assessment.objects.exists()


def test_what_a_draft_still_lacks_is_listed_when_it_is_handed_in(ann: Program) -> None:
    row = ann.begin(components={"final-weights": {"availability": "released"}})
    told = ann.send("POST", f"{ALL}{row['id']}/submit/", {}, If_Match='"1"')
    assert told.status_code == 422
    found = {(one["place"], one["code"]) for one in told.json()["missing"]}
    assert {("final-weights.citations", "citation"), ("coi", "coi")} <= found


def test_what_the_record_says_already_is_no_assessment(ann: Program, rocket: AIModel) -> None:
    content = published(rocket, proposed(released("final-weights", "MIT")))
    read = ann.get(f"{ALL}{content.pk}/").json()["content"]
    for table in read["components"].values():
        del table["base"]
    answer = ann.send("POST", ALL, {"model": "acme/rocket-7b", **read})
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_proposed")


def test_a_hidden_model_is_no_model(ann: Program) -> None:
    make_model("acme/secret", hidden=True)
    answer = ann.send("POST", ALL, BODY | {"model": "acme/secret"})
    assert answer.json()["missing"][0]["code"] == "no_such_model"


def test_i23_a_key_sent_again_gives_the_same_and_creates_nothing(ann: Program) -> None:
    first = ann.send("POST", ALL, BODY, Idempotency_Key="k-1")
    again = ann.send("POST", ALL, BODY, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Assessment.objects.count() == 1
    assert Event.objects.filter(verb="assessment.created").count() == 1
    other = ann.send("POST", ALL, BODY | {"summary": "Other."}, Idempotency_Key="k-1")
    assert other.status_code == 422
    assert Assessment.objects.count() == 1
    assert Program(make_user("bob")).send("POST", ALL, BODY, Idempotency_Key="k-1").status_code == 201


def test_i23_a_key_sent_again_hands_in_and_takes_back_once(ann: Program) -> None:
    row = ann.begin()
    handed_in = [ann.hand_in(row, Idempotency_Key="in") for _ in range(2)]
    assert [answer.status_code for answer in handed_in] == [200, 200]
    taken = [
        ann.send("POST", f"{ALL}{row['id']}/withdraw/", Idempotency_Key="back").status_code for _ in "12"
    ]
    assert taken == [200, 200]
    assert ann.send("POST", f"{ALL}{row['id']}/withdraw/", Idempotency_Key="again").status_code == 409
    assert Event.objects.filter(verb="assessment.withdrawn").count() == 1


def test_i23_what_was_refused_is_tried_anew_under_the_same_key(ann: Program) -> None:
    wrong = BODY | {"components": {"final-weights": WEIGHTS | {"base": 4711}}}
    assert ann.send("POST", ALL, wrong, Idempotency_Key="k").status_code == 422
    assert ann.send("POST", ALL, BODY, Idempotency_Key="k").status_code == 201


@pytest.mark.parametrize("key", ["a b", "\u00e9", "k" * 129])
def test_a_key_that_is_none_is_400(ann: Program, key: str) -> None:
    assert ann.send("POST", ALL, BODY, Idempotency_Key=key).status_code == 400


def test_a_draft_is_seen_by_its_author_alone_and_a_held_one_by_nobody_else(ann: Program) -> None:
    row = ann.begin()
    address = f"{ALL}{row['id']}/"
    curator = Program(make_user("curt", curator=True))
    for other in (Program(), Program(make_user("bob")), curator):
        assert other.get(address).status_code == 404
        assert other.get(f"{address}effect/").status_code == 404
        assert other.get(ALL).json()["results"] == []
    ann.hand_in(row)
    assert Program().get(address).status_code == 200
    assert Program().get(ALL).json()["results"][0]["id"] == row["id"]
    workflow.hold(
        Assessment.objects.get(),
        because="spam",
        by=make_actor(make_user(curator=True)),
        now=timezone.now(),
    )
    assert Program().get(address).status_code == 404
    assert Program().get(ALL).json()["results"] == []
    assert curator.get(address).status_code == 404  # a token acts for no role
    assert ann.get(address).json()["state"] == "quarantined"


def test_nobody_writes_in_the_assessment_of_another(ann: Program) -> None:
    row = ann.begin()
    ann.hand_in(row)
    address, bob = f"{ALL}{row['id']}/", Program(make_user("bob", curator=True))
    assert bob.send("PUT", address, row["content"], If_Match='"2"').status_code == 403
    assert bob.send("POST", f"{address}withdraw/").status_code == 403
    answer = bob.send("POST", f"{address}submit/", {"coi": "none"}, If_Match='"2"')
    assert (answer.status_code, answer.json()["code"]) == (403, "only_author")
    assert Assessment.objects.get().state == "submitted"


def test_writing_takes_a_token_made_for_it(ann: Program) -> None:
    row = ann.begin()
    nobody, reader = Program(), Program(make_user("bob"), "read")
    for method, address in (
        ("POST", ALL),
        ("PUT", f"{ALL}{row['id']}/"),
        ("POST", f"{ALL}{row['id']}/submit/"),
        ("POST", f"{ALL}{row['id']}/withdraw/"),
    ):
        refused = nobody.send(method, address, BODY)
        assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="Sourceform"')
        refused = reader.send(method, address, BODY)
        assert refused.status_code == 403
        assert 'error="insufficient_scope", scope="assess"' in refused["WWW-Authenticate"]
    assert nobody.get(f"{ALL}?mine=1").status_code == 401


def test_without_a_verified_address_nothing_is_written(ann: Program) -> None:
    user = User.objects.get(username="ann")
    user.emailaddress_set.update(verified=False)
    answer = ann.send("POST", ALL, BODY)
    assert (answer.status_code, answer.json()["code"]) == (403, "verify_address")


def test_ones_own_are_listed_page_by_page(ann: Program, rocket: AIModel) -> None:
    rows = [ann.begin(summary=f"Number {n}.") for n in range(3)]
    first = ann.get(f"{ALL}?mine=1&limit=2").json()
    assert [row["id"] for row in first["results"]] == [rows[2]["id"], rows[1]["id"]]
    rest = ann.get(first["next"]).json()
    assert [row["id"] for row in rest["results"]] == [rows[0]["id"]]
    assert rest["next"] is None
    assert ann.get(f"{ALL}?mine=1&state=submitted").json()["results"] == []
    assert len(ann.get(f"{ALL}?mine=1&model=acme/rocket-7b").json()["results"]) == 3
    for query in ("state=open", "mine=2", "cursor=x", "limit=0", "author=ann"):
        assert ann.get(f"{ALL}?{query}").status_code == 400


def test_the_effect_names_every_definition_before_and_after(ann: Program) -> None:
    row = ann.begin()
    answer = ann.get(f"{ALL}{row['id']}/effect/").json()
    assert answer["changes"] is True
    moved = answer["verdicts"]["osaid-1.0"]
    assert {"outcome", "level", "basis", "label"} <= moved["before"].keys() & moved["after"].keys()
    assert any(one["changed"] for one in answer["verdicts"].values())


def test_a_new_account_hands_in_one_at_a_time_and_is_told_to_wait(ann: Program) -> None:
    ann.hand_in(ann.begin())
    told = ann.hand_in(ann.begin(summary="Another."))
    assert (told.status_code, told.json()["code"]) == (429, "one_at_a_time")
    assert int(told["Retry-After"]) > 0


def test_writes_are_counted_by_trust_over_all_processes(
    ann: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "AN_HOUR", {0: 2, 1: 4, 2: 4})
    asked = [ann.send("PUT", f"{ALL}{NOBODYS}/", {}).status_code for _ in range(3)]
    assert asked == [404, 404, 429]
    ann_herself = User.objects.get(username="ann")
    assert limits.taken(f"api-write:{ann_herself.pk}", now=timezone.now()) == 2
    trusted(ann_herself, now=timezone.now())
    assert ann.send("PUT", f"{ALL}{NOBODYS}/", {}).status_code == 404


def test_while_the_site_is_read_only_nothing_is_written_and_everything_read(ann: Program) -> None:
    row = ann.begin()
    admin = make_actor(make_user(admin=True))
    switch(Name.READ_ONLY, True, because="moving", by=admin, now=timezone.now())
    refused = ann.send("POST", ALL, BODY)
    assert refused.status_code == 503
    assert int(refused["Retry-After"]) > 0
    assert refused["Content-Type"] == "application/problem+json"
    assert ann.get(f"{ALL}{row['id']}/").status_code == 200
    assert Assessment.objects.count() == 1
    switch(Name.DENY_LOGIN, True, because="a leak", by=admin, now=timezone.now())
    assert ann.get(f"{ALL}{row['id']}/").status_code == 404
    assert ann.get(f"{ALL}?mine=1").status_code == 401


def test_what_one_person_sees_is_kept_by_no_cache(ann: Program) -> None:
    row = ann.begin()
    for program, address in ((ann, ALL), (ann, f"{ALL}{row['id']}/"), (Program(), ALL)):
        answer = program.get(address)
        assert answer["Cache-Control"] == "private, no-store"
        assert "authorization" in answer["Vary"].lower()
        assert "cookie" not in answer["Vary"].lower()


def test_a_session_writes_nothing_here(ann: Program) -> None:
    browser = Client()
    browser.force_login(User.objects.get(username="ann"))
    assert browser.post(ALL, BODY, content_type="application/json").status_code == 401


def test_a_deleted_author_has_no_name(ann: Program) -> None:
    row = ann.begin()
    ann.hand_in(row)
    User.objects.filter(username="ann").update(
        deleted_at=timezone.now(), is_active=False, email="", display_name=""
    )
    assert Program().get(f"{ALL}{row['id']}/").json()["author"] == ""
