"""Reading definition files: what a good one becomes, and how a bad one is refused."""

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from registry.openness import definitions
from registry.openness.definitions import DefinitionError, read_definition

HEAD = """
id = "trial-1"
title = "Trial"
short = "Trial"
version = "1"
status = "definition"
shape = "{shape}"
source = "nowhere"
url = ""
read_on = "2026-11-23"
effective_from = "2026-11-23"
summary = "A trial."
reading = "None."
"""
CLAUSE = '[[clause]]\nid = "code"\nlabel = "Code"\ncomponent = "training-code"\navailability = "released"\n'
TERM = '{ component = "training-code", availability = "released" }'


def definition_of(body: str, shape: str = "all_of") -> definitions.Definition:
    return read_definition(HEAD.format(shape=shape) + body, "trial-1.toml")


def clause(test: str) -> str:
    return f'[[clause]]\nid = "code"\nlabel = "Code"\n{test}\n'


def level(name: str, test: str = "") -> str:
    return f'[[level]]\nid = "{name}"\nlabel = "{name}"\n{test}\n'


REFUSED = {
    "an unknown component": (clause('component = "wings"\navailability = "released"'), "clause[0].component"),
    "a component that is no evidence": (
        clause('component = "monetization"\nlicense = "osi"'),
        "clause[0].component",
    ),
    "an unknown key of a term": (
        clause('component = "training-code"\navailabilty = "released"'),
        "clause[0].availabilty",
    ),
    "an unknown operator": (clause(f"every = [{TERM}]"), "clause[0].every"),
    "two operators": (clause(f"all = [{TERM}]\nany = [{TERM}]"), "clause[0]"),
    "an unknown operator inside": (clause(f"all = [{TERM}, {{ some = [{TERM}] }}]"), "clause[0].all[1].some"),
    "an unknown predicate": (clause('component = "training-code"\nlicense = "nice"'), "clause[0].license"),
    "an unknown rung": (
        clause('component = "training-code"\navailability = "free"'),
        "clause[0].availability",
    ),
    "an unknown coverage": (clause('component = "training-code"\ncoverage = "much"'), "clause[0].coverage"),
    "an unknown modifier": (
        clause('component = "training-code"\navailability = "released"\nmodifier = "maybe"'),
        "clause[0].modifier",
    ),
    "a term that asks nothing": (clause('component = "training-code"'), "clause[0]"),
    "quality of code": (clause('component = "training-code"\nquality = "partial"'), "clause[0].quality"),
    "rights in a document": (clause('component = "model-card"\nrights = "open"'), "clause[0].rights"),
    "a license of a fact": (clause('component = "random-seeds"\nlicense = "osi"'), "clause[0].license"),
    "an unknown topic": (clause('component = "data-card"\ncovers = ["weather"]'), "clause[0].covers"),
    "an empty group": (clause("all = []"), "clause[0].all"),
    "a k out of range": (clause(f"at_least = {{ k = 2, of = [{TERM}] }}"), "clause[0].at_least.k"),
    "an unknown release fact": (clause('fact = { key = "price", in = ["none"] }'), "clause[0].fact.key"),
    "an unknown value of a release fact": (
        clause('fact = { key = "gpai", in = ["perhaps"] }'),
        "clause[0].fact.in",
    ),
    "a comparison of words": (clause('fact = { key = "gpai", above = 1 }'), "clause[0].fact.above"),
    "when beside unless": (clause(f"when = {TERM}\nunless = {TERM}\nall = [{TERM}]"), "clause[0]"),
    "a switch that decides nothing": (CLAUSE + 'decides = "data_terms"\n', "clause[0].decides"),
    "a clause id used twice": (CLAUSE + CLAUSE, "clause[1].id"),
    "a clause without a label": (CLAUSE.replace('label = "Code"\n', ""), "clause[0].label"),
    "an unknown switch": ("switches = { wind = 'east' }\n" + CLAUSE, "switches.wind"),
    "an unknown value of a switch": ("switches = { data_terms = 'all' }\n" + CLAUSE, "switches.data_terms"),
    "an unknown key of the file": ("colour = 'red'\n" + CLAUSE, "colour"),
    "no clause": ("", "clause"),
    "judgments that are no texts": ("judgments = [1]\n" + CLAUSE, "judgments"),
    "a definition that follows itself": ("supersedes = 'trial-1'\n" + CLAUSE, "supersedes"),
    "an end before the beginning": ("effective_until = '2020-01-01'\n" + CLAUSE, "effective_until"),
    "an end that is no date": ("effective_until = 2027\n" + CLAUSE, "effective_until"),
    "words for a clause that are none": (CLAUSE + "alone = 1\n", "clause[0].alone"),
    "a guard that nothing passes": (f"when = {{ all = [{TERM}, {{ not = {TERM} }}] }}\n" + CLAUSE, "when"),
}


@pytest.mark.parametrize(("body", "key"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_not_understood_is_refused_with_its_place(body: str, key: str) -> None:
    with pytest.raises(DefinitionError) as refusal:
        definition_of(body)
    assert (refusal.value.file, refusal.value.key) == ("trial-1.toml", key)
    assert refusal.value.reason


DESCRIBED = '{ component = "training-code", availability = "described" }'
SOME = '{ component = "training-code", availability = "released", coverage = "some" }'
TUNING = '{ component = "finetuning-data", not_applicable = true }'
CODE = '{ component = "training-code", license = "osi" }'
IMPOSSIBLE = {
    "a thing and its opposite": f"all = [{TERM}, {{ not = {TERM} }}]",
    "more and yet less": f"all = [{TERM}, {{ not = {DESCRIBED} }}]",
    "withheld and complete": (
        'all = [{ component = "training-code", availability = ["withheld"] },'
        ' { component = "training-code", availability = "enumerated" }]'
    ),
    "free after one list, restricted after another": (
        'all = [{ component = "training-code", license = "osi" },'
        ' { component = "training-code", license = "use_restricted" }]'
    ),
    "two values of one fact": (
        'all = [{ fact = { key = "gpai", in = ["yes"] } }, { fact = { key = "gpai", in = ["no"] } }]'
    ),
    "more compute and less": (
        'all = [{ fact = { key = "training_flop", above = 1e25 } },'
        ' { not = { fact = { key = "training_flop", above = 1e23 } } }]'
    ),
    "two of three that exclude each other": (
        'at_least = { k = 2, of = [{ fact = { key = "public_api", in = ["open"] } },'
        ' { fact = { key = "public_api", in = ["commercial"] } },'
        ' { fact = { key = "public_api", in = ["none"] } }] }'
    ),
}


@pytest.mark.parametrize("test", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_a_clause_that_nothing_can_meet_is_refused(test: str) -> None:
    with pytest.raises(DefinitionError, match="no release could ever meet this") as refusal:
        definition_of(clause(test))
    assert refusal.value.key == "clause[0]"


@pytest.mark.parametrize(
    "test",
    [
        f"all = [{SOME}, {{ not = {{ component = 'training-code', coverage = 'most' }} }}]",
        f"all = [{CODE}, {{ not = {{ component = 'training-code', license = 'open_data' }} }}]",
        f"all = [{CODE}, {{ component = 'training-code', license = 'open_data' }}]",  # one or the other
        f"all = [{TUNING}, {{ component = 'finetuning-data', availability = 'released' }}]",
        f"any = [{TERM}, {{ all = [{TERM}, {{ not = {TERM} }}] }}]",
        f"first_of = [{TERM}, {{ when = {TERM}, not = {TERM} }}]",
        "not = { component = 'model-card', covers = ['data'] }",
        "all = [{ component = 'model-card', covers = ['data'] },"
        " { not = { component = 'model-card', covers = ['data', 'scope'] } }]",
    ],
)
def test_a_clause_that_something_can_meet_is_taken(test: str) -> None:
    assert definition_of(clause(test)).clauses


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (DESCRIBED, TERM),  # whatever is released is at least described
        (CODE.replace("osi", "any_open"), CODE),
        (f"{{ any = [{TERM}, {CODE}] }}", TERM),
    ],
)
def test_a_level_that_the_one_above_takes_in_is_refused(upper: str, lower: str) -> None:
    levels = level("top", f"all = [{upper}]") + level("next", f"all = [{lower}]") + level("rest")
    with pytest.raises(DefinitionError, match="'next' can never be reached"):
        definition_of(levels, "ladder")


def test_a_ladder_and_a_score_may_have_notes_that_do_not_decide() -> None:
    top = level("top", TERM_LINES) + level("rest")
    found = definition_of(top + CLAUSE + "info = true\n", "ladder")
    assert [(row.id, row.info) for row in found.clauses] == [("code", True)]
    with pytest.raises(DefinitionError, match="only a note"):
        definition_of(top + CLAUSE, "ladder")
    with pytest.raises(DefinitionError, match="used twice"):
        definition_of(top + (CLAUSE + "info = true\n").replace('"code"', '"top"'), "ladder")


def test_points_have_no_halves() -> None:
    row = f'[[dimension]]\nid = "code"\nlabel = "Code"\ncategory = "code"\nopen = {TERM}\n'
    assert definition_of("points = true\n" + row, "graded").points
    with pytest.raises(DefinitionError, match="unknown key of a dimension"):
        definition_of("points = true\n" + row + f"partial = {TERM}\n", "graded")
    with pytest.raises(DefinitionError) as refusal:
        definition_of(row, "graded")
    assert refusal.value.key == "dimension[0].partial"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('part = "final-weights"', 'part = "wings"', "component[1]"),
        ('passing = "class-iii"', 'passing = "gold"', "passing"),
        ('report = "technical-report"', 'report = "rumor"', "report"),
        ('level = "class-i"\n', "", "class[0].level"),
    ],
)
def test_the_tables_of_the_framework_are_checked_too(old: str, new: str, key: str) -> None:
    text = definitions.shipped()["mof-1.0"].text
    assert old in text
    with pytest.raises(DefinitionError) as refusal:
        read_definition(text.replace(old, new, 1), "mof-1.0.toml")
    assert refusal.value.key == key


def test_every_shipped_file_opens_with_what_only_a_person_can_say() -> None:
    for definition in definitions.shipped().values():
        assert "judgments" in definition.table, definition.id
        assert definition.text.startswith("# ")


def test_versions_of_a_definition_know_each_other() -> None:
    old, new = (definitions.shipped()[f"osai-index-{when}"] for when in ("2024-10", "2026-03"))
    assert (old.superseded_by, new.supersedes) == (new.id, old.id)
    assert old.effective_from < old.effective_until < new.effective_from


@pytest.mark.parametrize(
    "body",
    [
        level("top", TERM_LINES := 'component = "training-code"\navailability = "released"')
        + level("again", TERM_LINES)
        + level("rest"),
        level("rest") + level("top", TERM_LINES) + level("last"),
    ],
    ids=["the same test twice", "after a level that always holds"],
)
def test_a_level_that_cannot_be_reached_is_refused(body: str) -> None:
    with pytest.raises(DefinitionError, match="can never be reached"):
        definition_of(body, "ladder")


def test_a_ladder_ends_with_a_level_that_always_holds() -> None:
    with pytest.raises(DefinitionError, match="must have no test"):
        definition_of(level("top", TERM_LINES), "ladder")


def test_a_passing_level_must_exist() -> None:
    with pytest.raises(DefinitionError, match="no level 'gold'"):
        definition_of("passing = 'gold'\n" + level("top", TERM_LINES) + level("rest"), "ladder")


@pytest.mark.parametrize(
    "key",
    [
        *("id", "title", "short", "version", "status", "shape", "source", "url"),
        *("read_on", "effective_from", "summary", "reading"),
    ],
)
def test_every_field_of_the_head_is_needed(key: str) -> None:
    head = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{key} "))
    with pytest.raises(DefinitionError) as refusal:
        read_definition(head.format(shape="all_of") + CLAUSE, "trial-1.toml")
    assert refusal.value.key == key


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "trial-1"', 'id = "trial-2"', "id"),
        ('status = "definition"', 'status = "rumor"', "status"),
        ('shape = "{shape}"', 'shape = "round"', "shape"),
        ('read_on = "2026-11-23"', 'read_on = "yesterday"', "read_on"),
        ('title = "Trial"', "title = ", "TOML"),
    ],
)
def test_a_wrong_head_is_refused(old: str, new: str, key: str) -> None:
    with pytest.raises(DefinitionError) as refusal:
        read_definition(HEAD.replace(old, new).replace("{shape}", "all_of") + CLAUSE, "trial-1.toml")
    assert refusal.value.key == key


def test_any_folder_can_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "trial-1.toml").write_text(HEAD.format(shape="all_of") + CLAUSE)
    assert list(definitions.load(tmp_path)) == ["trial-1"]


def test_the_digest_changes_with_the_rules_and_not_with_comments() -> None:
    one = definition_of(CLAUSE)
    assert definition_of("# a remark\n" + CLAUSE) == one
    assert definition_of(CLAUSE.replace("released", "described")).digest != one.digest
    assert len({one, definition_of(CLAUSE)}) == 1


def test_a_definition_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        definition_of(CLAUSE).title = "Other"  # type: ignore[misc]
    assert replace(definition_of(CLAUSE), title="Other").title == "Other"


def test_the_switches_that_were_read_are_printed_with_their_defaults() -> None:
    switches = definition_of(clause('component = "pretraining-data"\nlicense = "data_terms"')).switches
    assert switches == {
        "data_terms": "free4",
        "inherited_license": "weights_and_code",
        "contents_rights": "ignore",
    }


def test_shipped_definitions_come_in_headline_order() -> None:
    ids = [definition.id for definition in definitions.ordered()]
    headline = [name for name in definitions.HEADLINE_ORDER if name in ids]
    assert ids == headline + sorted(set(ids) - set(headline))
    assert list(definitions.shipped()) == ids


PLACE = 'where = "Point 5"\n'


def test_a_place_in_the_source_is_kept_for_readers_and_changes_no_digest() -> None:
    bare, placed = definition_of(CLAUSE), definition_of(CLAUSE + PLACE)
    assert placed.digest == bare.digest
    assert placed.clauses == bare.clauses
    assert placed.places["code"].words == "Point 5"
    assert placed.places["code"].url == ""
    assert not bare.places


def test_a_place_stands_at_the_address_of_the_source_or_at_its_own() -> None:
    act = definitions.shipped()["eu-ai-act-53-2"]
    assert act.places["training-summary"].url.endswith("#art_53")
    ours = definitions.shipped()["osaid-1.0"]
    assert ours.places["code"].url == ours.url


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ("where = 5\n", "clause[0].where"),
        ('where = " "\n', "clause[0].where"),
        ('where_url = "https://example.org/"\n', "clause[0].where"),
        (PLACE + 'where_url = "javascript:alert(1)"\n', "clause[0].where_url"),
    ],
)
def test_a_place_that_cannot_be_shown_is_refused(lines: str, key: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        definition_of(CLAUSE + lines)
    assert refused.value.key == key


# Ours have no source but their own page; of the European proposal no text with numbered parts was read.
WITHOUT_PLACES = {"source-form-1", "reproducibility-1", "european-osai-2025-12"}
# Levels of what is left over, which no text names.
REST = {("g7-2026", "no-tier")}


@pytest.mark.parametrize("definition_id", sorted(definitions.shipped().keys() - WITHOUT_PLACES))
def test_every_rule_taken_from_a_text_names_its_place_there(definition_id: str) -> None:
    shipped = definitions.shipped()[definition_id]
    rows = (*shipped.clauses, *shipped.levels, *shipped.dimensions)
    ids = {row.id for row in rows} | {row["level"] for row in shipped.table.get("class", ())}
    assert shipped.places.keys() == {rule for rule in ids if (definition_id, rule) not in REST}
