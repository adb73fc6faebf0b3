"""What went wrong elsewhere, one row for each incident, and the test here that would have shown it.

A row names tests; they have to be there. What a row asks for and this product has nothing of stands below
with its reason.
"""

import ast
import re
from pathlib import Path

import pytest

from tests.security.routes import routes

BASE = Path(__file__).resolve().parents[2]
TESTS = BASE / "tests"
# Incident -> tests that hold its lesson, as file::test.
LESSONS: dict[str, tuple[str, ...]] = {
    "PyPI 2025-04-14: rights of a team survived removal from the organization": (
        "accounts/test_roles.py::test_a_revoked_role_is_gone_with_the_next_look",
        "web/test_admin.py::test_a_role_that_was_taken_opens_nothing_at_the_next_request",
        "assessments/makers/test_claims.py::test_a_proof_that_is_gone_ends_the_link_and_says_so",
    ),
    "PyPI 2023-12-04: takeover without a second factor, collaborator swapped": (
        "web/test_second_factors.py::test_a_role_works_only_after_a_second_factor_was_shown",
        "accounts/test_grants.py::test_whoever_loses_a_role_hears_of_it_and_so_do_those_who_hold_it",
    ),
    "PyPI 2025-08-18: addresses un-verified after their domains expired": (
        "web/test_sign_up.py::test_a_forgotten_password_tells_nobody_which_address_has_an_account",
        "accounts/test_mails.py::test_an_address_that_is_no_longer_verified_gets_nothing",
    ),
    "PyPI 2025-07: phishing of accounts and tokens": (
        "web/test_second_factors.py::test_a_passkey_signs_in_without_a_password",
        "web/test_second_factors.py::test_how_one_signs_in_is_changed_after_a_fresh_proof_only",
        "web/test_tokens_page.py::test_a_token_takes_the_password_or_a_key_again_and_what_was_typed_is_kept",
    ),
    "PyPI audit TOB-2: token ids raced": (
        "security/test_races.py::test_fifty_tokens_made_at_once_are_fifty",
        "security/test_races.py::test_a_name_and_a_limit_hold_at_once",
    ),
    "PyPI audit TOB-3: verification badge bypassed": (
        "assessments/makers/test_claims.py::test_a_proof_that_was_not_seen_for_a_day_gives_no_right_and_still_ties",
        "assessments/makers/test_claims.py::test_a_file_that_says_anything_else_makes_nobody_a_maker",
        "assessments/makers/test_claims.py::test_a_repository_that_went_to_another_organization_proves_nothing",
    ),
    "PyPI audit TOB-4: audit events dropped": (
        "accounts/test_seal.py::test_an_act_that_cannot_be_noted_does_not_happen",
        "accounts/test_tokens.py::test_without_its_event_no_token_is_made",
        "assessments/steps/test_publishing.py::test_each_step_has_one_event_with_who_what_before_and_after",
    ),
    "PyPI audit TOB-5: reset revealed who is privileged": (
        "web/test_sign_up.py::test_a_forgotten_password_tells_nobody_which_address_has_an_account",
        "web/test_sign_up.py::test_signing_in_tells_nobody_which_address_has_an_account",
    ),
    "PyPI audit TOB-7: moderators could write where only reading was checked": (
        "security/test_access.py::test_each_role_is_answered_as_the_table_says",
    ),
    "PyPI audit TOB-8: members could invite owners": (
        "accounts/test_grants.py::test_nobody_gives_a_role_as_high_as_their_own_or_higher",
    ),
    "PyPI audit TOB-9: a one-time code replayed with spaces": (
        "web/test_second_factors.py::test_a_code_works_once_however_it_is_spelled",
        "accounts/test_limits.py::test_of_many_who_show_one_code_at_once_one_is_believed",
    ),
    "PyPI audit TOB-11: tokens of others deleted": (
        "web/test_tokens_page.py::test_a_token_is_revoked_by_its_owner_and_is_404_for_anybody_else",
        "accounts/test_tokens.py::test_nobody_takes_back_the_token_of_another",
    ),
    "PyPI audit TOB-13: stale ties to an organization after a transfer": (
        "assessments/makers/test_claims.py"
        "::test_with_the_model_go_the_rights_of_its_old_maker_and_come_those_of_the_new",
    ),
    "PyPI audit TOB-14: changes of rights not logged": (
        "accounts/test_grants.py::test_a_reviewer_takes_two_curators_and_everybody_concerned_is_told",
        "accounts/test_grants.py::test_an_operator_gives_any_role_and_is_named",
        "web/test_admin.py::test_flags_that_django_knows_open_nothing",
    ),
    "Badge app: mailboxes bombed by sign-ups": (
        "web/test_sign_up.py::test_a_storm_of_sign_ups_sends_sixty_mails_and_closes_the_door",
        "web/test_sign_up.py::test_one_address_gets_three_mails_a_day_of_which_one_is_good",
        "web/test_sign_up.py::test_accounts_nobody_confirmed_are_dropped_after_a_week",
    ),
    "Badge app: activation by GET": (
        "web/test_sign_up.py::test_whoever_signs_up_confirms_by_mail_and_is_signed_in",
    ),
    "Badge app: badges wrong for days behind a purged cache": (
        "badges/test_badges_follow_the_record.py::test_a_change_of_the_record_reaches_the_badge",
        "badges/test_front.py::test_a_badge_is_served_with_everything_a_cache_and_a_browser_need",
    ),
    "Badge app: data recalculated inside a migration": (
        "security/test_lessons.py::test_no_migration_recalculates_data",
    ),
    "Badge app: badge.json left out of what other sites may read": (
        "badges/test_front.py::test_other_sites_may_ask_first",
        "api/test_door.py::test_anybody_may_read_from_anywhere_and_caches_may_keep_it",
    ),
    "Badge app: open redirect": (
        "security/test_forms.py::test_nothing_leads_to_another_host",
        "security/test_forms.py::test_signing_in_and_out_leads_to_no_other_host",
        "security/test_forms.py::test_a_path_that_is_mended_or_sent_to_another_format_stays_here",
    ),
    "Badge app: address of the client read from the wrong place": (
        "api/test_tokens.py::test_a_forged_address_is_counted_as_the_address_it_came_from",
        "web/test_sign_up.py::test_a_forged_address_of_the_net_is_no_way_round_a_limit",
    ),
    "Badge app: links for the gain in search engines": (
        "web/test_markdown.py::test_links_of_somebody_new_are_text",
        "web/test_every_page.py::test_names_links_and_quotes_of_others_are_text",
    ),
    "Weblate, Pootle: the author's own vote counted": (
        "assessments/test_the_database_refuses.py::test_nobody_judges_what_they_wrote",
        "assessments/steps/test_every_combination.py::test_states_events_and_relations",
    ),
    "Weblate: unreviewed text shipped as reviewed": (
        "assessments/test_the_database_refuses.py::test_a_reviewed_fact_comes_by_review_only",
    ),
    "Open Food Facts: a bot's edits that changed nothing": (
        "assessments/steps/test_publishing.py::test_a_draft_says_nothing_new_is_refused",
        "api/test_assessments.py::test_what_the_record_says_already_is_no_assessment",
    ),
    "Open Food Facts: edits without author or history": (
        "assessments/steps/test_publishing.py::test_each_step_has_one_event_with_who_what_before_and_after",
    ),
    "Open Food Facts: Loading... saved as a name": (
        "assessments/texts/test_spam.py::test_a_text_that_says_nothing_is_not_taken",
    ),
    "Scorecard: badge and API disagreed": (
        "badges/test_badges_follow_the_record.py::test_a_change_of_the_record_reaches_the_badge",
    ),
    "shields: scripts in a drawing": (
        "badges/test_front.py::test_ten_thousand_random_paths_get_only_known_bodies",
    ),
    "rubygems: the health check asked the database": (
        "api/test_health.py::test_the_process_is_alive_without_any_database",
    ),
    "healthchecks: errors when many write at once": (
        "security/test_races.py::test_i23_one_key_sent_at_once_does_its_work_once",
        "accounts/test_limits.py::test_of_many_at_once_no_more_than_the_limit_get_through",
    ),
    "PyPI 2024-07-08: a token in a compiled file of an image": (
        "skeleton/test_containers.py::test_the_image_holds_what_is_locked_and_runs_as_nobody_special",
        "security/test_lessons.py::test_no_file_of_the_project_holds_a_token",
    ),
}
# What a row asks for besides, and why nothing here shows it.
LEFT: dict[str, str] = {
    "PyPI 2024-07-08": "no image is built in a test; what goes into it is asserted",
    "PyPI 2025-08-18": "no job un-verifies addresses of dead domains: the row only says that one may",
}


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_is_held_by_tests_that_are_there(lesson: str) -> None:
    for named in LESSONS[lesson]:
        file, _, test = named.partition("::")
        tree = ast.parse((TESTS / file).read_text())
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, named


def test_what_is_left_out_has_its_reason() -> None:
    assert all(any(row.startswith(key) for row in LESSONS) and reason for key, reason in LEFT.items())


def test_no_migration_recalculates_data() -> None:
    """Triggers and search tables are made in Python, as databases differ; no row is read or written."""
    reading = re.compile(r"\.objects\b|get_model\(|\.save\(|bulk_(?:create|update)\(")
    files = sorted((BASE / "registry").glob("*/migrations/0*.py"))
    assert len(files) > 10
    found = [file.name for file in files if reading.search(file.read_text())]
    assert found == []


def test_no_file_of_the_project_holds_a_token() -> None:
    looks = re.compile(
        r"sourceform_[0-9A-Za-z]{49}|\bghp_\w{36}|\bhf_[A-Za-z]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY"
    )
    texts = {".py", ".toml", ".md", ".yml", ".yaml", ".html", ".js", ".css", ".txt", ".in", ".json", ".cfg"}
    skipped = {".venv", ".git", "node_modules", "staticfiles", "data", ".mypy_cache", ".hypothesis"}
    for file in BASE.rglob("*"):
        if file.suffix not in texts or skipped & set(file.relative_to(BASE).parts) or not file.is_file():
            continue
        assert not looks.search(file.read_text(errors="ignore")), file


def test_no_address_names_a_secret_of_the_machine() -> None:
    assert not [route for route in routes() if re.search(r"\.git|\.env|\.pyc|debug", route)]
