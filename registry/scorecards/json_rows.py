"""Rows of another table as one value of a query, so that they cost no query of their own."""

from typing import Any

from django.db.models import Aggregate, JSONField


class JsonRows(Aggregate):
    """All rows as one JSON list, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)
