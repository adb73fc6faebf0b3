"""The record is kept as it was written, whoever asks the database otherwise (workflow, I1, I6, I16)."""

from django.db import migrations

# Of evidence, only this may still happen: it is retired, once; and its note is taken down with a reason. A
# reviewed fact comes and goes by review only. Of a citation the words may be taken down with a reason.
SQLITE = (
    """
    CREATE TRIGGER scorecards_revision_not_changed BEFORE UPDATE ON scorecards_revision
    BEGIN SELECT RAISE(ABORT, 'a revision is kept as it was written'); END
    """,
    """
    CREATE TRIGGER scorecards_revision_not_deleted BEFORE DELETE ON scorecards_revision
    BEGIN SELECT RAISE(ABORT, 'a revision is kept as it was written'); END
    """,
    """
    CREATE TRIGGER scorecards_acceptance_not_changed BEFORE UPDATE ON scorecards_acceptance
    BEGIN SELECT RAISE(ABORT, 'an acceptance is kept as it was written'); END
    """,
    """
    CREATE TRIGGER scorecards_acceptance_not_deleted BEFORE DELETE ON scorecards_acceptance
    BEGIN SELECT RAISE(ABORT, 'an acceptance is kept as it was written'); END
    """,
    """
    CREATE TRIGGER scorecards_evidence_not_changed BEFORE UPDATE ON scorecards_evidence WHEN NOT (
        NEW.id IS OLD.id AND NEW.model_id IS OLD.model_id AND NEW.dataset_id IS OLD.dataset_id
        AND NEW.component IS OLD.component AND NEW.qualifier IS OLD.qualifier AND NEW.source IS OLD.source
        AND NEW.origin IS OLD.origin AND NEW.availability IS OLD.availability
        AND NEW.coverage IS OLD.coverage AND NEW.gate IS OLD.gate AND NEW.license IS OLD.license
        AND NEW.value IS OLD.value AND NEW.details IS OLD.details
        AND NEW.citation_count IS OLD.citation_count AND NEW.provenance_id IS OLD.provenance_id
        AND NEW.assessed_on IS OLD.assessed_on AND NEW.digest IS OLD.digest
        AND NEW.introduced_id IS OLD.introduced_id
        AND (NEW.retired_id IS OLD.retired_id OR OLD.retired_id IS NULL)
        AND ((NEW.note IS OLD.note AND NEW.blanked_because IS OLD.blanked_because)
            OR (NEW.note = '' AND NEW.blanked_because <> ''))
    ) BEGIN SELECT RAISE(ABORT, 'evidence is kept as it was written'); END
    """,
    """
    CREATE TRIGGER scorecards_evidence_not_deleted BEFORE DELETE ON scorecards_evidence
    BEGIN SELECT RAISE(ABORT, 'evidence is kept as it was written'); END
    """,
    """
    CREATE TRIGGER scorecards_evidence_by_review BEFORE INSERT ON scorecards_evidence
    WHEN NEW.source = 'review' AND NOT EXISTS (
        SELECT 1 FROM scorecards_revision WHERE id = NEW.introduced_id AND cause = 'review'
    ) BEGIN SELECT RAISE(ABORT, 'a reviewed fact comes by review only'); END
    """,
    """
    CREATE TRIGGER scorecards_evidence_retired_by_review BEFORE UPDATE OF retired_id ON scorecards_evidence
    WHEN NEW.source = 'review' AND NEW.retired_id IS NOT OLD.retired_id AND NOT EXISTS (
        SELECT 1 FROM scorecards_revision WHERE id = NEW.retired_id AND cause = 'review'
    ) BEGIN SELECT RAISE(ABORT, 'a reviewed fact goes by review only'); END
    """,
    """
    CREATE TRIGGER scorecards_citation_not_changed BEFORE UPDATE ON scorecards_citation WHEN NOT (
        NEW.id IS OLD.id AND NEW.evidence_id IS OLD.evidence_id AND NEW.position IS OLD.position
        AND NEW.url IS OLD.url AND NEW.accessed_on IS OLD.accessed_on AND NEW.digest IS OLD.digest
        AND NEW.archive_url IS OLD.archive_url
        AND ((NEW.quote IS OLD.quote AND NEW.locator IS OLD.locator
                AND NEW.blanked_because IS OLD.blanked_because)
            OR (NEW.quote = '' AND NEW.locator IN ('', OLD.locator) AND NEW.blanked_because <> ''))
    ) BEGIN SELECT RAISE(ABORT, 'a citation is kept as it was written'); END
    """,
    """
    CREATE TRIGGER scorecards_citation_not_deleted BEFORE DELETE ON scorecards_citation
    BEGIN SELECT RAISE(ABORT, 'a citation is kept as it was written'); END
    """,
    """
    CREATE TRIGGER scorecards_citation_is_proof BEFORE INSERT ON scorecards_citation
    WHEN EXISTS (
        SELECT 1 FROM scorecards_evidence AS e JOIN scorecards_revision AS r ON r.id = e.introduced_id
        WHERE e.id = NEW.evidence_id AND e.source = 'review' AND (
            trim(NEW.quote) = '' OR length(NEW.accessed_on) <> 10 OR NEW.accessed_on > substr(r.at, 1, 10)
            OR NEW.position >= e.citation_count
        )
    ) BEGIN SELECT RAISE(ABORT, 'a citation of a reviewed fact quotes what was there by then'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION scorecards_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the record is kept as it was written (%)', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER scorecards_revision_kept BEFORE UPDATE OR DELETE ON scorecards_revision
    FOR EACH ROW EXECUTE FUNCTION scorecards_kept()
    """,
    """
    CREATE TRIGGER scorecards_acceptance_kept BEFORE UPDATE OR DELETE ON scorecards_acceptance
    FOR EACH ROW EXECUTE FUNCTION scorecards_kept()
    """,
    """
    CREATE FUNCTION scorecards_evidence_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE'
            AND to_jsonb(NEW) - 'retired_id' - 'note' - 'blanked_because'
                = to_jsonb(OLD) - 'retired_id' - 'note' - 'blanked_because'
            AND (NEW.retired_id IS NOT DISTINCT FROM OLD.retired_id OR OLD.retired_id IS NULL)
            AND ((NEW.note = OLD.note AND NEW.blanked_because = OLD.blanked_because)
                OR (NEW.note = '' AND NEW.blanked_because <> ''))
        THEN
            IF NEW.source = 'review' AND NEW.retired_id IS DISTINCT FROM OLD.retired_id AND NOT EXISTS (
                SELECT 1 FROM scorecards_revision WHERE id = NEW.retired_id AND cause = 'review'
            ) THEN
                RAISE EXCEPTION 'a reviewed fact goes by review only'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'evidence is kept as it was written' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER scorecards_evidence_kept BEFORE UPDATE OR DELETE ON scorecards_evidence
    FOR EACH ROW EXECUTE FUNCTION scorecards_evidence_kept()
    """,
    """
    CREATE FUNCTION scorecards_evidence_by_review() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT 1 FROM scorecards_revision WHERE id = NEW.introduced_id AND cause = 'review'
        ) THEN
            RAISE EXCEPTION 'a reviewed fact comes by review only'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER scorecards_evidence_by_review BEFORE INSERT ON scorecards_evidence
    FOR EACH ROW WHEN (NEW.source = 'review') EXECUTE FUNCTION scorecards_evidence_by_review()
    """,
    """
    CREATE FUNCTION scorecards_citation_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE'
            AND to_jsonb(NEW) - 'quote' - 'locator' - 'blanked_because'
                = to_jsonb(OLD) - 'quote' - 'locator' - 'blanked_because'
            AND ((NEW.quote = OLD.quote AND NEW.locator = OLD.locator
                    AND NEW.blanked_because = OLD.blanked_because)
                OR (NEW.quote = '' AND NEW.locator IN ('', OLD.locator) AND NEW.blanked_because <> ''))
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a citation is kept as it was written'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER scorecards_citation_kept BEFORE UPDATE OR DELETE ON scorecards_citation
    FOR EACH ROW EXECUTE FUNCTION scorecards_citation_kept()
    """,
    """
    CREATE FUNCTION scorecards_citation_is_proof() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM scorecards_evidence AS e JOIN scorecards_revision AS r ON r.id = e.introduced_id
            WHERE e.id = NEW.evidence_id AND e.source = 'review' AND (
                trim(NEW.quote) = '' OR length(NEW.accessed_on) <> 10
                OR NEW.accessed_on > to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD')
                OR NEW.position >= e.citation_count
            )
        ) THEN
            RAISE EXCEPTION 'a citation of a reviewed fact quotes what was there by then'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER scorecards_citation_is_proof BEFORE INSERT ON scorecards_citation
    FOR EACH ROW EXECUTE FUNCTION scorecards_citation_is_proof()
    """,
)
UNDO_SQLITE = tuple(
    f"DROP TRIGGER scorecards_{name}"
    for name in (
        *("revision_not_changed", "revision_not_deleted"),
        *("acceptance_not_changed", "acceptance_not_deleted"),
        *("evidence_not_changed", "evidence_not_deleted"),
        *("evidence_by_review", "evidence_retired_by_review"),
        *("citation_not_changed", "citation_not_deleted", "citation_is_proof"),
    )
)
UNDO_POSTGRESQL = (
    "DROP TRIGGER scorecards_revision_kept ON scorecards_revision",
    "DROP TRIGGER scorecards_acceptance_kept ON scorecards_acceptance",
    "DROP TRIGGER scorecards_evidence_kept ON scorecards_evidence",
    "DROP TRIGGER scorecards_evidence_by_review ON scorecards_evidence",
    "DROP TRIGGER scorecards_citation_kept ON scorecards_citation",
    "DROP TRIGGER scorecards_citation_is_proof ON scorecards_citation",
    "DROP FUNCTION scorecards_kept()",
    "DROP FUNCTION scorecards_evidence_kept()",
    "DROP FUNCTION scorecards_evidence_by_review()",
    "DROP FUNCTION scorecards_citation_kept()",
    "DROP FUNCTION scorecards_citation_is_proof()",
)


def keep(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, None)


def let_go(apps, schema_editor):
    for statement in UNDO_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else UNDO_SQLITE:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [
        ("scorecards", "0007_reviewed_facts_have_proof"),
    ]

    operations = [migrations.RunPython(keep, let_go)]
