"""How a log record looks: one JSON object per line."""

import json
import logging
from datetime import UTC, datetime


class JsonLine(logging.Formatter):
    """Time in UTC, level, logger and message; an exception keeps its traceback. Always exactly one line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
