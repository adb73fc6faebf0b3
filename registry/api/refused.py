"""Why the registry did not do what a program asked for, as a problem: a sentence, a code, and every place."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from registry.assessments.refusals import NotYet, Refused, Stale, TooMany

# Code -> what it means, in a sentence. A code that is not here speaks for itself, with its parameters.
WORDS: Mapping[str, str] = {
    "sign_in": "Send a token.",
    "verify_address": "The e-mail address of the account has to be confirmed first.",
    "account_closed": "The account is closed.",
    "only_author": "Only its author may do this.",
    "not_by_token": "No token does this: it takes a session at the site, opened with a second factor.",
    "no_such_model": "There is no such model.",
    "wrong_state": "It is {state}, and in that state this cannot be done.",
    "version": "It was changed meanwhile; its version is {version} now.",
    "base_moved": "The record changed meanwhile; the three sides of each finding are listed.",
    "not_yet": "Something is missing or wrong; every place is listed.",
    "nothing_proposed": "The record says all of this already.",
    "same_as_judged": "It is what was judged before. Change something first.",
    "drafts": "You began {most} assessments within a day. Wait, or go on with one of those.",
    "submissions": "You handed in {most} assessments within a day. Wait until there is room again.",
    "one_at_a_time": "Another assessment of yours is being judged. A new account hands in one at a time.",
    "writes": "You wrote {most} times within an hour. Wait until there is room again.",
}


class Versions(serializers.Serializer[Any]):
    """The three sides of one finding; null where there is none."""

    key = serializers.CharField()
    base = serializers.JSONField(allow_null=True, help_text="What the record said when it was written.")
    current = serializers.JSONField(allow_null=True, help_text="What is there now.")
    yours = serializers.JSONField(allow_null=True, help_text="What you sent.")


class MissingShape(serializers.Serializer[Any]):
    """One thing that is missing or wrong."""

    place = serializers.CharField(help_text="Such as final-weights.citations[0].quote.")
    code = serializers.CharField()
    params = serializers.DictField()


class Refusal(serializers.Serializer[Any]):
    """Why something was not done; nothing was written."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="The reason, in a sentence.")
    instance = serializers.CharField()
    code = serializers.CharField(help_text="The reason, for programs.")
    missing = MissingShape(many=True, help_text="With 422: everything at once.")
    conflicts = Versions(many=True, help_text="With 409: each finding touched.")


def refused(error: Refused, body: Mapping[str, Any], media_type: str) -> Response:
    """The problem for a refusal; `body` is what every problem says."""
    missing = error.missing if isinstance(error, NotYet) else ()
    sides = error.versions if isinstance(error, Stale) else ()
    said = dict(body) | {
        "code": error.code,
        "missing": [{"place": row.place, "code": row.code, "params": dict(row.params)} for row in missing],
        "conflicts": [
            {"key": row.key, "base": row.base, "current": row.current, "yours": row.yours} for row in sides
        ],
    }
    answer = Response(said, status=error.status, content_type=media_type)
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
    return answer


def sentence(error: Refused) -> str:
    """What a refusal says to people who read answers of programs."""
    words = WORDS.get(error.code, error.code.replace("_", " "))
    params = {name: str(value) for name, value in error.params.items()}
    return words.format_map(_Kept(params))


class _Kept(dict[str, str]):
    """Leaves alone what no parameter names."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"
