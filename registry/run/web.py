"""The site as `make run` serves it: a worker of a killed web server ends too and frees the port."""

from registry.run.tied import end_with_command
from registry.wsgi import application

end_with_command()

__all__ = ["application"]
