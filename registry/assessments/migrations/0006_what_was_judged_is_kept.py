"""Nobody judges their own work, and what was judged stays as it was (workflow, I2 and I6)."""

from django.conf import settings
from django.db import migrations, models

SQLITE = (
    """
    CREATE TRIGGER assessments_review_by_another BEFORE INSERT ON assessments_review
    WHEN EXISTS (
        SELECT 1 FROM assessments_assessment WHERE id = NEW.assessment_id AND author_id = NEW.reviewer_id
    ) OR EXISTS (
        SELECT 1 FROM assessments_coauthor
        WHERE assessment_id = NEW.assessment_id AND user_id = NEW.reviewer_id
    ) BEGIN SELECT RAISE(ABORT, 'nobody judges what they wrote'); END
    """,
    """
    CREATE TRIGGER assessments_review_not_changed BEFORE UPDATE ON assessments_review WHEN NOT (
        NEW.id IS OLD.id AND NEW.assessment_id IS OLD.assessment_id AND NEW.reviewer_id IS OLD.reviewer_id
        AND NEW.content_sha IS OLD.content_sha AND NEW.round IS OLD.round AND NEW.verdict IS OLD.verdict
        AND NEW.coi_declared IS OLD.coi_declared AND NEW.at IS OLD.at
        AND NEW.text = '' AND NEW.blanked_because <> ''
    ) BEGIN SELECT RAISE(ABORT, 'a review is kept as it was written'); END
    """,
    """
    CREATE TRIGGER assessments_review_not_deleted BEFORE DELETE ON assessments_review
    BEGIN SELECT RAISE(ABORT, 'a review is kept as it was written'); END
    """,
    """
    CREATE TRIGGER assessments_coauthor_no_judge BEFORE INSERT ON assessments_coauthor
    WHEN EXISTS (
        SELECT 1 FROM assessments_review
        WHERE assessment_id = NEW.assessment_id AND reviewer_id = NEW.user_id
    ) BEGIN SELECT RAISE(ABORT, 'nobody judges what they wrote'); END
    """,
    """
    CREATE TRIGGER assessments_coauthor_not_changed BEFORE UPDATE ON assessments_coauthor
    BEGIN SELECT RAISE(ABORT, 'who wrote a part of it stays named'); END
    """,
    """
    CREATE TRIGGER assessments_coauthor_not_deleted BEFORE DELETE ON assessments_coauthor
    BEGIN SELECT RAISE(ABORT, 'who wrote a part of it stays named'); END
    """,
    """
    CREATE TRIGGER assessments_assessment_author BEFORE UPDATE OF author_id, model_id
    ON assessments_assessment
    WHEN NEW.author_id IS NOT OLD.author_id OR NEW.model_id IS NOT OLD.model_id
    BEGIN SELECT RAISE(ABORT, 'an assessment keeps its author and its model'); END
    """,
    """
    CREATE TRIGGER assessments_assessment_closed BEFORE UPDATE OF state ON assessments_assessment
    WHEN OLD.state IN ('published', 'rejected', 'withdrawn', 'expired') AND NEW.state <> OLD.state
    BEGIN SELECT RAISE(ABORT, 'a closed assessment stays closed'); END
    """,
    """
    CREATE TRIGGER assessments_assessment_approved BEFORE UPDATE OF state ON assessments_assessment
    WHEN NEW.state = 'published' AND OLD.state <> 'published' AND NOT EXISTS (
        SELECT 1 FROM assessments_review
        WHERE assessment_id = NEW.id AND verdict = 'approve' AND content_sha = NEW.content_sha
            AND round = NEW.round AND reviewer_id <> NEW.author_id
    ) BEGIN SELECT RAISE(ABORT, 'nothing is published that nobody else approved'); END
    """,
    """
    CREATE TRIGGER assessments_assessment_made BEFORE INSERT ON assessments_assessment
    WHEN NEW.state NOT IN ('draft', 'submitted')
    BEGIN SELECT RAISE(ABORT, 'an assessment begins as a draft'); END
    """,
    """
    CREATE TRIGGER assessments_assessment_not_deleted BEFORE DELETE ON assessments_assessment
    WHEN OLD.submitted_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'what was handed in is kept'); END
    """,
    """
    CREATE TRIGGER assessments_citationseen_not_changed BEFORE UPDATE ON assessments_citationseen
    BEGIN SELECT RAISE(ABORT, 'what a look showed is kept as it was written'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION assessments_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'this is kept as it was written (%)', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE FUNCTION assessments_review_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF EXISTS (
                SELECT 1 FROM assessments_assessment
                WHERE id = NEW.assessment_id AND author_id = NEW.reviewer_id
            ) OR EXISTS (
                SELECT 1 FROM assessments_coauthor
                WHERE assessment_id = NEW.assessment_id AND user_id = NEW.reviewer_id
            ) THEN
                RAISE EXCEPTION 'nobody judges what they wrote'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE'
            AND to_jsonb(NEW) - 'text' - 'marks' - 'blanked_because'
                = to_jsonb(OLD) - 'text' - 'marks' - 'blanked_because'
            AND NEW.text = '' AND NEW.blanked_because <> ''
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a review is kept as it was written' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER assessments_review_kept BEFORE INSERT OR UPDATE OR DELETE ON assessments_review
    FOR EACH ROW EXECUTE FUNCTION assessments_review_kept()
    """,
    """
    CREATE FUNCTION assessments_coauthor_no_judge() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM assessments_review
            WHERE assessment_id = NEW.assessment_id AND reviewer_id = NEW.user_id
        ) THEN
            RAISE EXCEPTION 'nobody judges what they wrote' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER assessments_coauthor_no_judge BEFORE INSERT ON assessments_coauthor
    FOR EACH ROW EXECUTE FUNCTION assessments_coauthor_no_judge()
    """,
    """
    CREATE TRIGGER assessments_coauthor_kept BEFORE UPDATE OR DELETE ON assessments_coauthor
    FOR EACH ROW EXECUTE FUNCTION assessments_kept()
    """,
    """
    CREATE FUNCTION assessments_assessment_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.state NOT IN ('draft', 'submitted') THEN
                RAISE EXCEPTION 'an assessment begins as a draft'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' THEN
            IF OLD.submitted_at IS NOT NULL THEN
                RAISE EXCEPTION 'what was handed in is kept'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF NEW.author_id <> OLD.author_id OR NEW.model_id <> OLD.model_id THEN
            RAISE EXCEPTION 'an assessment keeps its author and its model'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.state <> OLD.state AND OLD.state IN ('published', 'rejected', 'withdrawn', 'expired') THEN
            RAISE EXCEPTION 'a closed assessment stays closed'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.state = 'published' AND OLD.state <> 'published' AND NOT EXISTS (
            SELECT 1 FROM assessments_review
            WHERE assessment_id = NEW.id AND verdict = 'approve' AND content_sha = NEW.content_sha
                AND round = NEW.round AND reviewer_id <> NEW.author_id
        ) THEN
            RAISE EXCEPTION 'nothing is published that nobody else approved'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER assessments_assessment_kept BEFORE INSERT OR UPDATE OR DELETE ON assessments_assessment
    FOR EACH ROW EXECUTE FUNCTION assessments_assessment_kept()
    """,
    """
    CREATE TRIGGER assessments_citationseen_kept BEFORE UPDATE ON assessments_citationseen
    FOR EACH ROW EXECUTE FUNCTION assessments_kept()
    """,
)
UNDO_SQLITE = tuple(
    f"DROP TRIGGER assessments_{name}"
    for name in (
        *("review_by_another", "review_not_changed", "review_not_deleted"),
        *("coauthor_no_judge", "coauthor_not_changed", "coauthor_not_deleted"),
        *("assessment_author", "assessment_closed", "assessment_approved", "assessment_made"),
        *("assessment_not_deleted", "citationseen_not_changed"),
    )
)
UNDO_POSTGRESQL = (
    "DROP TRIGGER assessments_review_kept ON assessments_review",
    "DROP TRIGGER assessments_coauthor_no_judge ON assessments_coauthor",
    "DROP TRIGGER assessments_coauthor_kept ON assessments_coauthor",
    "DROP TRIGGER assessments_assessment_kept ON assessments_assessment",
    "DROP TRIGGER assessments_citationseen_kept ON assessments_citationseen",
    "DROP FUNCTION assessments_kept()",
    "DROP FUNCTION assessments_review_kept()",
    "DROP FUNCTION assessments_coauthor_no_judge()",
    "DROP FUNCTION assessments_assessment_kept()",
)


def keep(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, None)


def let_go(apps, schema_editor):
    for statement in UNDO_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else UNDO_SQLITE:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0005_why_two_have_to_approve"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="review",
            name="review_says_why_not",
        ),
        migrations.AddField(
            model_name="review",
            name="blanked_because",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", "approve"),
                    models.Q(("text", ""), _negated=True),
                    models.Q(("blanked_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="review_says_why_not",
            ),
        ),
        migrations.RunPython(keep, let_go),
    ]
