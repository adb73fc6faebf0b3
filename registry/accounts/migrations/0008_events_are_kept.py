"""Events and their seals are kept as they were written, whoever asks the database otherwise."""

from django.db import migrations

# What may still happen to an event: it is sealed, once; and its text in words is taken down.
SQLITE = (
    """
    CREATE TRIGGER accounts_event_not_changed BEFORE UPDATE ON accounts_event WHEN NOT (
        NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.actor_id IS OLD.actor_id
        AND NEW.about_id IS OLD.about_id AND NEW.role IS OLD.role AND NEW.verb IS OLD.verb
        AND NEW.target IS OLD.target AND NEW.before IS OLD.before AND NEW.after IS OLD.after
        AND NEW.details IS OLD.details AND NEW.because_sha IS OLD.because_sha AND NEW.via IS OLD.via
        AND NEW.request_id IS OLD.request_id
        AND (NEW.because IS OLD.because OR NEW.because = '')
        AND (NEW.seal_id IS OLD.seal_id OR OLD.seal_id IS NULL)
    ) BEGIN SELECT RAISE(ABORT, 'an event is kept as it was written'); END
    """,
    """
    CREATE TRIGGER accounts_event_not_deleted BEFORE DELETE ON accounts_event
    BEGIN SELECT RAISE(ABORT, 'an event is kept as it was written'); END
    """,
    """
    CREATE TRIGGER accounts_seal_not_changed BEFORE UPDATE ON accounts_seal
    BEGIN SELECT RAISE(ABORT, 'a seal is kept as it was written'); END
    """,
    """
    CREATE TRIGGER accounts_seal_not_deleted BEFORE DELETE ON accounts_seal
    BEGIN SELECT RAISE(ABORT, 'a seal is kept as it was written'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION accounts_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'seal_id' - 'because' = to_jsonb(OLD) - 'seal_id' - 'because'
            AND (NEW.because = OLD.because OR NEW.because = '')
            AND (NEW.seal_id IS NOT DISTINCT FROM OLD.seal_id OR OLD.seal_id IS NULL)
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'an event is kept as it was written' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER accounts_event_kept BEFORE UPDATE OR DELETE ON accounts_event
    FOR EACH ROW EXECUTE FUNCTION accounts_event_kept()
    """,
    """
    CREATE FUNCTION accounts_seal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a seal is kept as it was written' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER accounts_seal_kept BEFORE UPDATE OR DELETE ON accounts_seal
    FOR EACH ROW EXECUTE FUNCTION accounts_seal_kept()
    """,
)
UNDO_SQLITE = (
    "DROP TRIGGER accounts_event_not_changed",
    "DROP TRIGGER accounts_event_not_deleted",
    "DROP TRIGGER accounts_seal_not_changed",
    "DROP TRIGGER accounts_seal_not_deleted",
)
UNDO_POSTGRESQL = (
    "DROP TRIGGER accounts_event_kept ON accounts_event",
    "DROP FUNCTION accounts_event_kept()",
    "DROP TRIGGER accounts_seal_kept ON accounts_seal",
    "DROP FUNCTION accounts_seal_kept()",
)


def keep(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    for statement in UNDO_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else UNDO_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_switches_and_tallies"),
    ]

    operations = [migrations.RunPython(keep, let_go)]
