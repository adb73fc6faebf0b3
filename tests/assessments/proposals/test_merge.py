"""Three-way merge (I11): commutative for edits of different findings, idempotent, and nothing is dropped."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.assessments.proposals.merge import merge, merge_one

KEYS = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.sampled_from([None, 1, 2, 3])
FINDINGS = st.dictionaries(KEYS, VALUES)
ONE = st.dictionaries(st.sampled_from("ab"), VALUES)
OTHER = st.dictionaries(st.sampled_from("cd"), VALUES)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("base", "current", "yours", "result", "contradicts"),
    [
        (1, 1, 2, 2, False),  # only you changed it
        (1, 2, 1, 2, False),  # only the record changed
        (1, 2, 2, 2, False),  # both alike
        (1, 2, 3, 3, True),  # both, to something else: yours is kept, and named
        (None, 2, 3, 3, True),  # both stated it for the first time
        (1, None, 2, 2, True),  # taken back there, changed here
        (1, 2, None, None, True),  # changed there, taken back here
        (1, None, None, None, False),
    ],
)
def test_one_finding(base, current, yours, result, contradicts):
    assert merge_one(base, current, yours) == (result, contradicts)


@unhurried
@given(FINDINGS, FINDINGS, FINDINGS)
def test_no_finding_of_either_side_is_dropped(base, current, yours):
    merged = merge(base, current, yours)
    assert set(merged.clean) | merged.conflicts == set(current) | set(yours)
    assert not set(merged.clean) & merged.conflicts


@unhurried
@given(FINDINGS, FINDINGS, FINDINGS)
def test_a_merge_changes_nothing_the_second_time(base, current, yours):
    once = merge(base, current, yours)
    again = merge(current, current, dict(once.clean))
    assert again.conflicts == frozenset()
    assert {key: value for key, value in again.clean.items() if key in once.clean} == once.clean


@unhurried
@given(FINDINGS, ONE, OTHER)
def test_edits_of_different_findings_may_come_in_any_order(base, one, other):
    first = merge(base, base | one, base | other)
    second = merge(base, base | other, base | one)
    assert first.conflicts == second.conflicts == frozenset()
    assert first.clean == second.clean == base | one | other


@unhurried
@given(FINDINGS, FINDINGS, FINDINGS)
def test_who_is_right_does_not_depend_on_the_side(base, current, yours):
    assert merge(base, current, yours).conflicts == merge(base, yours, current).conflicts
