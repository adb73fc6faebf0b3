"""One installation on one machine: the secret it makes for itself, and the socket its broker listens on."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def local_secret(folder: Path) -> str:
    """The key of an installation nobody else reaches: made once, kept in the data folder for its owner."""
    kept = folder / "secret-key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            # Several processes may start at once: the first link wins, and no reader sees half a key.
            handle, fresh = tempfile.mkstemp(dir=folder, prefix=".secret-key-")  # mode 0600
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(64))
            try:
                os.link(fresh, kept)
            except FileExistsError:
                pass
            finally:
                os.unlink(fresh)
        return kept.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR {folder} must be a folder that can be written ({error.strerror})."
        ) from error


def broker_socket(folder: Path) -> Path:
    """Where the broker listens when REDIS_URL names none. The path of a socket has 107 bytes at most."""
    beside_the_data = folder / "run" / "broker.sock"
    if len(os.fsencode(beside_the_data)) < 80:
        return beside_the_data
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"sourceform-{os.getuid()}-{digest}" / "broker.sock"


def broker_url(redis_url: str) -> str:
    """Celery's spelling of a Redis address: a unix socket is redis+socket://, its database virtual_host."""
    if not redis_url.startswith("unix://"):
        return redis_url
    return (
        redis_url.replace("unix://", "redis+socket://", 1)
        .replace("?db=", "?virtual_host=")
        .replace("&db=", "&virtual_host=")
    )
