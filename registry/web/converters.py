"""What stands in addresses where a model's path does; importing it makes `<part:…>` known to Django."""

from django.urls import register_converter
from django.urls.converters import StringConverter

LONGEST = 300  # characters of a path; no model has a longer one


class Part(StringConverter):
    """One part of a model's path. PostgreSQL cannot be asked for NUL, nor SQLite for an essay."""

    def to_python(self, value: str) -> str:
        if "\0" in value or len(value) > LONGEST:
            raise ValueError("no part of any path")
        return value


register_converter(Part, "part")
