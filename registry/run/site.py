"""The whole site on one machine: refuse early, prepare, start everything, watch it, stop everything."""

import contextlib
import http.client
import os
import signal
import stat
import subprocess
import sys
import time
from types import FrameType

from django.core.exceptions import ImproperlyConfigured

from registry.installation import broker_socket
from registry.run import refusals, supervisor
from registry.run.programs import TIED, Place, configuration
from registry.run.refusals import Refused
from registry.run.supervisor import Child
from registry.run.tied import COMMAND_PID

ANSWERS_WITHIN = 90.0
STOPS_WITHIN = 9.0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal. Not an Exception: nothing on the way may swallow it."""


class Broken(Exception):
    """The site started and cannot go on; the message is the one sentence for the operator."""


def main() -> int:
    """Run until stopped. 0 after a stop that was asked for, 1 after one sentence that says what is wrong."""
    for number in STOPPING:
        signal.signal(number, stop)
    try:
        place = find_place()
        prepared = subprocess.run([sys.executable, "-m", "registry.run.prepare"], cwd=place.base, check=False)
        if prepared.returncode:
            return 1
        Site(place).serve()
    except Refused as refused:
        print(f"Sourceform cannot start: {refused}", file=sys.stderr)
        return 1
    except Broken as broken:
        print(f"Sourceform stopped: {broken}", file=sys.stderr)
        return 1
    except Stopped:
        print("Sourceform has stopped.", flush=True)
    return 0


def stop(number: int, frame: FrameType | None) -> None:
    hear_no_more()
    raise Stopped


def hear_no_more() -> None:
    """From here on we are stopping: a second signal must not cut that short."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def find_place() -> Place:
    """Check what must be true and say where everything goes; raises Refused."""
    try:
        from registry import settings  # noqa: PLC0415  (reading the settings is the first of the checks)
    except ImproperlyConfigured as error:
        raise Refused(str(error)) from error
    # Only a public site is reached from other machines.
    host = "127.0.0.1" if settings.IS_LOCAL else "0.0.0.0"
    refusals.check_folder(settings.DATA_DIR)
    refusals.check_port(host, settings.PORT)
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        refusals.check_sqlite()
    broker = refusals.find_broker() if settings.OWN_BROKER else None
    sockets = broker_socket(settings.DATA_DIR).parent
    refusals.make_private(sockets)
    if broker:
        (settings.DATA_DIR / "broker").mkdir(exist_ok=True)
    return Place(
        base=settings.BASE_DIR,
        data=settings.DATA_DIR,
        sockets=sockets,
        host=host,
        port=settings.PORT,
        site_url=settings.SITE_URL,
        workers=settings.WORKERS,
        log_level=settings.LOG_LEVEL,
        broker=broker,
    )


class Site:
    """The running site: one supervisor, and the programs it was last seen with."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.seen: list[Child] = []

    def serve(self) -> None:
        """Start all programs and watch them; leaves by Stopped or Broken, with every program ended."""
        try:
            self.start()
            self.wait_for_answer()
            print(f"Sourceform is ready: {self.place.site_url}  (Ctrl-C stops it)", flush=True)
            while True:
                self.look()
                time.sleep(1)
        finally:
            hear_no_more()
            self.end()

    def start(self) -> None:
        path = self.place.sockets / "supervisord.conf"
        path.write_text(configuration(self.place, as_root=os.getuid() == 0, output=output(self.place)))
        self.place.supervisor_socket.unlink(missing_ok=True)
        command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(path)]
        # A session of its own: Ctrl-C reaches this process only, which then stops the others in order.
        self.supervising = subprocess.Popen(
            [sys.executable, "-S", str(TIED), *command],
            cwd=self.place.base,
            env={name: value for name, value in os.environ.items() if name != COMMAND_PID},
            start_new_session=True,
        )

    def wait_for_answer(self) -> None:
        deadline = time.monotonic() + ANSWERS_WITHIN
        while not answers(self.place.port):
            self.look()
            if time.monotonic() > deadline:
                raise Broken(f"the web server did not answer within {ANSWERS_WITHIN:.0f} seconds.")
            time.sleep(0.1)

    def look(self) -> None:
        """Raise Broken when the supervisor is gone or one of its programs was given up."""
        if self.supervising.poll() is not None:
            raise Broken("the supervisor of its programs ended.")
        self.seen = supervisor.children(self.place.supervisor_socket) or self.seen
        for child in self.seen:
            if child.state == "FATAL":
                raise Broken(given_up(self.place, child))

    def end(self) -> None:
        """Stop in order, and kill what is left when the time is over or the supervisor was killed itself."""
        self.supervising.terminate()
        try:
            self.supervising.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.supervising.kill()
        for child in self.seen:
            end_group(child.pid)


def output(place: Place) -> str:
    """Where the programs write: to our output, or to a file where that is a socket, which none can open."""
    return str(place.data / "site.log") if stat.S_ISSOCK(os.fstat(1).st_mode) else "/dev/fd/1"


def end_group(group: int) -> None:
    """Kill what is left of one program and its own children, which share a process group."""
    if group:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def answers(port: int) -> bool:
    """Whether the site is ready to be shown."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", "/readyz", headers={"Host": "localhost"})
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def given_up(place: Place, child: Child) -> str:
    """The sentence for a program that died again and again, with its last words where nobody saw them."""
    if child.name != "broker" or not place.broker_log.exists():
        return f"the {child.name} process ended again and again; its last lines stand above."
    last = place.broker_log.read_text(errors="replace").strip().splitlines()[-1:]
    return f"the broker ended again and again: {' '.join(last)}"
