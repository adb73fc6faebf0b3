"""Licenses: what they permit, how expressions are read, compared and named."""

from collections import Counter

import pytest

from registry.openness import licenses, mof_table
from registry.openness.logic import Kleene

ASKED = ("osi", "free4", "osd_conformant", "mof_open", "eu_free_open")

ANSWERS = [
    # expression, answers to ASKED
    ("Apache-2.0", "TTTTT"),
    ("MIT", "TTTTT"),
    ("GPL-3.0-only", "TTTTT"),
    ("CC-BY-4.0", "FTTTT"),
    ("CC0-1.0", "FTTTT"),
    ("OpenMDW-1.0", "FTTTT"),
    ("PDDL-1.0", "FTTFT"),  # the table of the Model Openness Tool has a wrong id for it
    ("CC-BY-NC-4.0", "FFFFF"),
    ("CC-BY-ND-4.0", "FFFFF"),
    ("bigscience-bloom-rail-1.0", "FFFFU"),
    ("llama-3.1-community", "FFFFF"),
    ("kimi-modified-mit", "FUUFU"),
    ("apple-ascl", "FUUFU"),  # its text was not read
    ("cc-family", "UUUUU"),
    ("other-tag", "UUUUU"),
    ("NOASSERTION", "UUUUU"),
    ("NONE", "FFFFF"),
    ("MIT OR CC-BY-NC-4.0", "TTTTT"),
    ("Apache-2.0 AND CC-BY-NC-4.0", "FFFFF"),
    ("MIT AND NOASSERTION", "UUUUU"),
    ("CC-BY-NC-4.0 AND NOASSERTION", "FFFFF"),
    # any case, slugs and ids alike
    ("apache-2.0", "TTTTT"),
    ("cc-by-4.0", "FTTTT"),
    ("odc-by-1.0", "FTTTT"),
    # or-later, exceptions
    ("GPL-2.0-or-later", "TTTTT"),
    ("GPL-2.0+", "TTTTT"),
    ("Apache-2.0+", "TTTTT"),
    ("GPL-2.0-only WITH Classpath-exception-2.0", "TTTTT"),
    ("GPL-2.0-only WITH Made-up-exception", "UUUUU"),
    ("CC-BY-NC-4.0 WITH Made-up-exception", "UUUUU"),
    ("(MIT OR CC-BY-NC-4.0) AND Apache-2.0", "TTTTT"),
    # ids of the SPDX list without a record, by its marks; an id of no list; a license nobody has read
    ("Adobe-2006", "FUUFU"),
    ("NTP", "TTTTT"),
    ("FSFAP", "FUUTU"),  # free after the FSF: whether the OSI's definition holds is not known
    ("NTP AND CC-BY-NC-4.0", "FFFFF"),
    ("Adobe-2006 OR MIT", "TTTTT"),
    ("Foo-1.0", "UUUFU"),
    ("LicenseRef-anything", "UUUFU"),
    # the tag does not say only or or-later
    ("gpl-3.0", "TTTTT"),
    # a family that always restricts use, and one whose members differ
    ("openrail-family", "FFFUU"),
    ("modified-mit-family", "FUUFU"),
    ("cc-by-nc-4.0-with-c4ai-policy", "FFFFF"),
    ("CC-BY-NC-4.0 AND LicenseRef-c4ai-aup", "FFFFF"),
]


@pytest.mark.parametrize(("expression", "answers"), ANSWERS)
def test_a_predicate_answers_true_false_or_unknown(expression: str, answers: str) -> None:
    assert "".join(licenses.predicate(name, expression).letter for name in ASKED) == answers


@pytest.mark.parametrize(
    ("name", "expression", "answer"),
    [
        ("fsf", "WTFPL", "T"),
        ("dfsg", "CC-BY-SA-3.0", "T"),
        ("open_data", "ODbL-1.0", "T"),
        ("open_data", "MIT", "F"),
        ("public_domain_or_osi", "CC0-1.0", "T"),
        ("public_domain_or_osi", "MIT", "T"),
        ("public_domain_or_osi", "CC-BY-4.0", "F"),
        ("any_open", "OpenMDW-1.0", "T"),
        ("any_open", "CC-BY-NC-4.0", "F"),
        ("any_open", "stability-community-2024", "F"),
        ("osd_conformant", "yi-2.1", "F"),
        ("any", "NONE", "T"),
        ("any", "NOASSERTION", "T"),
        ("eu_free_open", "nvidia-open-model-2025-04", "U"),
        ("eu_free_open", "C-UDA-1.0", "F"),
        ("use_restricted", "MIT", "F"),
        ("use_restricted", "NTP", "F"),
        ("use_restricted", "Adobe-2006", "U"),
        ("fsf", "FSFAP", "T"),
        ("fsf", "NTP", "U"),  # without the mark, it may still be free
        ("dfsg", "NTP", "U"),
        ("open_data", "NTP", "U"),
        ("any_open", "FSFAP", "T"),
        ("open_data_or_osd", "CDLA-Sharing-1.0", "T"),
        ("open_data_or_osd", "Apache-2.0", "T"),
        ("open_data_or_osd", "C-UDA-1.0", "F"),
        ("use_restricted", "llama-3.1-community", "T"),
        ("use_restricted", "kimi-modified-mit", "F"),
        ("use_restricted", "cc-family", "U"),
        ("use_restricted", "openrail-family", "T"),
        # The one question whose "true" is the bad news: of several that bind, one restricted is enough.
        ("use_restricted", "MIT AND llama-3.1-community", "T"),
        ("use_restricted", "MIT AND NOASSERTION", "U"),
        ("use_restricted", "MIT OR llama-3.1-community", "F"),
    ],
)
def test_further_predicates(name: str, expression: str, answer: str) -> None:
    assert licenses.predicate(name, expression).letter == answer


def test_rights_in_the_contents_bind_only_licenses_that_do_not_cover_them() -> None:
    def ask(expression: str, contents: Kleene) -> str:
        return licenses.predicate_with_contents("free4", expression, contents).letter

    assert ask("ODC-By-1.0", Kleene.UNKNOWN) == "U"
    assert ask("ODC-By-1.0", Kleene.FALSE) == "F"
    assert ask("CC-BY-4.0", Kleene.FALSE) == "T"
    assert ask("ODbL-1.0 OR CC-BY-4.0", Kleene.FALSE) == "T"
    assert ask("ODbL-1.0 AND CC-BY-NC-4.0", Kleene.TRUE) == "F"


def test_an_unknown_predicate_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        licenses.predicate("certainly_open", "MIT")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Apache-2.0", "apache-2.0", True),
        ("MIT AND Apache-2.0", "Apache-2.0 AND MIT", True),
        ("gpl-3.0", "GPL-3.0-only OR GPL-3.0-or-later", True),
        ("GPL-3.0-only", "gpl-3.0", True),
        ("cc-family", "CC-BY-4.0", True),
        ("bsd-family", "MIT", False),
        ("openrail-family", "creativeml-openrail-m", True),
        ("cc-by-nc-4.0-with-c4ai-policy", "CC-BY-NC-4.0 AND LicenseRef-c4ai-aup", True),
        ("other-tag", "kimi-modified-mit", True),
        ("other-tag", "LicenseRef-my-own", True),
        ("other-tag", "Apache-2.0", False),
        ("MIT", "Apache-2.0", False),
        ("MIT OR Apache-2.0", "MIT", False),
        ("GPL-2.0-only", "GPL-3.0-only", False),
    ],
)
def test_two_expressions_may_name_the_same_license(one: str, other: str, alike: bool) -> None:
    assert licenses.same(one, other) is alike
    assert licenses.same(other, one) is alike


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("MIT", "MIT", "MIT"),
        ("mit", "MIT", "MIT"),
        ("MIT", "Apache-2.0", "Apache-2.0 AND MIT"),
        ("NOASSERTION", "MIT", "NOASSERTION AND MIT"),
        ("MIT OR Apache-2.0", "CC-BY-4.0", "(Apache-2.0 OR MIT) AND CC-BY-4.0"),
        ("MIT OR Apache-2.0", "MIT", "MIT"),
    ],
)
def test_two_licenses_that_both_bind_are_joined(one: str, other: str, joined: str) -> None:
    assert licenses.both(one, other) == joined
    assert licenses.both(other, one) == joined


@pytest.mark.parametrize(
    ("expression", "title"),
    [
        ("llama-3.1-community", "Llama 3.1 Community"),
        ("Apache-2.0 AND CC-BY-4.0", "Apache License 2.0 and CC BY 4.0"),
        ("gpl-3.0", "GPL 3.0"),
        ("GPL-3.0-only", "GPL-3.0-only"),
        ("LicenseRef-databricks-open-model", "databricks open model"),
        ("NONE", "No license"),
        ("NOASSERTION", "License not stated"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only with Classpath-exception-2.0"),
    ],
)
def test_a_license_has_a_title_for_people(expression: str, title: str) -> None:
    assert licenses.title(expression) == title


def test_boost_is_not_the_business_source_license() -> None:
    assert licenses.normalize("bsl-1.0") == "BSL-1.0"
    assert licenses.predicate("osi", "bsl-1.0") is Kleene.TRUE
    assert licenses.predicate("osi", "BUSL-1.1") is Kleene.FALSE
    assert licenses.predicate("free4", "BUSL-1.1") is Kleene.UNKNOWN


def test_every_record_is_told_from_the_others_and_speaks_a_known_vocabulary() -> None:
    records = licenses.LICENSES.values()
    assert Counter(record.record for record in records) == {"license": 101, "family": 10, "unresolved": 4}
    tags = Counter(name for record in records for name in (*record.hub_tags, *record.hub_names))
    assert [tag for tag, times in tags.items() if times > 1] == []
    fields = ["osi", "fsf", "dfsg", "open_data", "any_use", "commercial", "modify"]
    fields += ["redistribute_verbatim", "redistribute_modified"]
    values = {getattr(record, field) for record in records for field in fields}
    assert values == {"yes", "no", "conditional", "unknown"}
    assert {record.confidence for record in records} == {"high", "medium", "low"}


def test_every_record_is_found_by_its_slug_and_its_spdx_id() -> None:
    for record in licenses.LICENSES.values():
        assert licenses.find(record.slug.upper()) is record
        if record.is_listed:
            assert licenses.find(record.spdx) is record
            assert licenses.normalize(record.slug) == record.spdx
    assert licenses.find("MIT OR Apache-2.0") is None
    assert licenses.find("GPL-3.0-or-later") is licenses.find("gpl-3.0")


def test_the_digest_of_the_rules_is_a_sha256() -> None:
    assert len(bytes.fromhex(licenses.rules_digest())) == 32


def test_every_id_of_the_list_with_marks_has_a_record() -> None:
    without = [id for id in mof_table.LISTED if licenses.find(id) is None]
    assert without == []
    own = licenses.find("Apache-2.0")
    assert own is not None
    assert own.record == "license"
    listed = licenses.find("ntp")
    assert listed is not None
    assert (listed.record, listed.osi, listed.id) == ("listed", "yes", "NTP")
    assert "SPDX" in listed.source


def test_the_marks_of_the_list_agree_with_the_records_read_by_people() -> None:
    """Where a text was read and the list has a mark too, both say the same of the OSI."""
    differing = [
        record.id
        for record in licenses.LICENSES.values()
        if record.id in mof_table.LISTED and (record.osi == "yes") is not (record.id in mof_table.OSI)
    ]
    assert differing == []


def test_versions_of_a_license_know_each_other() -> None:
    apache, llama = licenses.find("Apache-2.0"), licenses.find("llama-3.1-community")
    assert apache is not None
    assert llama is not None
    assert {"Apache-1.0", "Apache-1.1"} <= set(licenses.versions(apache))
    assert "Apache-2.0" not in licenses.versions(apache)
    assert "llama-3.3-community" in licenses.versions(llama)


@pytest.mark.parametrize(
    ("expression", "contents", "answer"),
    [
        # The license of a database does not free what it holds; what it forbids stays forbidden.
        ("ODC-By-1.0", Kleene.TRUE, "T"),
        ("ODC-By-1.0", Kleene.UNKNOWN, "U"),
        ("ODC-By-1.0", Kleene.FALSE, "F"),
        ("ODbL-1.0", Kleene.UNKNOWN, "U"),
        ("PDDL-1.0", Kleene.FALSE, "T"),
        ("CC0-1.0", Kleene.FALSE, "T"),
        ("ODC-By-1.0 AND CC-BY-NC-4.0", Kleene.TRUE, "F"),
        ("ODC-By-1.0 OR CC-BY-NC-4.0", Kleene.UNKNOWN, "U"),
        ("cc-family", Kleene.TRUE, "U"),
    ],
)
def test_a_container_is_not_its_contents(expression: str, contents: Kleene, answer: str) -> None:
    for name in ("free4", "osd_conformant", "any_open"):
        assert licenses.predicate_with_contents(name, expression, contents).letter == answer


@pytest.mark.parametrize("family", ["cc", "gpl", "lgpl", "gfdl", "bsd"])
def test_a_family_tag_is_never_read_as_a_license(family: str) -> None:
    expression = licenses.normalize(family)
    for name in licenses.PREDICATES - {"any", "use_restricted"}:
        assert licenses.predicate(name, expression) is Kleene.UNKNOWN, name
