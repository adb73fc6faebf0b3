"""`python -m registry.run`: the whole site on this machine, until Ctrl-C or SIGTERM."""

import sys

# Before any other import: an older Python could not even read the rest.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Sourceform needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

from registry.run.site import main

sys.exit(main())
