"""The web server of `make run`: it reads the site once, and its workers begin as copies, sharing memory.

Where processes are not copied (macOS, Windows), every worker reads the site by itself.
"""

from granian.cli import cli

import registry.wsgi  # noqa: F401  (what the copies share)

if __name__ == "__main__":
    cli()
