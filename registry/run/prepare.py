"""`python -m registry.run.prepare`: bring database, catalog, verdicts and static files up to this version.

All in one process, because starting Django is the slow part; what is up to date already is left alone.
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def main() -> int:
    """Exit code 0 when everything is ready, else 1 after one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    try:
        django.setup()
        migrate()
        call_command("seed", if_needed=True)
        call_command("reevaluate")
        collect_static()
        make_mail_folder()
        shutil.rmtree(settings.DATA_DIR / "metrics", ignore_errors=True)  # counted by processes that ended
    except (ImproperlyConfigured, CommandError) as error:
        return refuse(str(error))
    except OperationalError as error:
        return refuse(f"the database cannot be used: {' '.join(str(error).split())}")
    return 0


def refuse(sentence: str) -> int:
    print(f"Sourceform cannot start: {sentence}", file=sys.stderr)
    return 1


def migrate() -> None:
    """Looking first is cheap; `migrate` asks and signals much even when nothing is due."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database.", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def make_mail_folder() -> None:
    """Where mails lie without a mail server: they hold links that open accounts, so for the owner only."""
    if settings.MAIL_FOLDER:
        Path(settings.MAIL_FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
        print(f"Mail is written into {settings.MAIL_FOLDER}, until EMAIL_URL names a server.", flush=True)


def collect_static() -> None:
    """Collect and compress the static files when one of them changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    digest = static_digest()
    if settings.DEBUG or (stamp.exists() and stamp.read_text() == digest):
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)


def static_digest() -> str:
    """Changes whenever a static file comes, goes or changes."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(f"{name}\0".encode() + Path(storage.path(name)).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
