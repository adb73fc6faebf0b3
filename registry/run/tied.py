"""A process that ends with its parent: a killed parent leaves no orphan (on Linux; nothing elsewhere).

As a script it ties itself and becomes the command it is given: `python tied.py COMMAND ARGUMENT...`
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # prctl(2)
COMMAND_PID = "SOURCEFORM_COMMAND_PID"


def end_with(parent: int, sent: signal.Signals) -> None:
    """From now on the kernel sends this signal when the parent dies, also after exec."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
    if os.getppid() != parent:  # it died before we could ask
        os.kill(os.getpid(), sent)


def end_with_command() -> None:
    """Called in the processes that a tied command starts by itself: none outlives the command."""
    end_with(int(os.environ[COMMAND_PID]), signal.SIGKILL)


if __name__ == "__main__":
    # A tied command that starts another one names itself here. Asking for the parent instead would come too
    # late when it is killed while this script is still starting: whoever adopted us would count as parent.
    end_with(int(os.environ.get(COMMAND_PID) or os.getppid()), signal.SIGTERM)
    os.environ[COMMAND_PID] = str(os.getpid())
    os.execvp(sys.argv[1], sys.argv[1:])
