"""Verdicts followed to their facts, and what better ones would take, as the API prints them."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from registry.api.shapes.findings import Proof, Release
from registry.api.shapes.verdicts import TRUTH, Brief, ReasonShape, labels
from registry.badges import words
from registry.openness.cut_back import Need
from registry.openness.definitions import Definition
from registry.openness.document import fact_as_table
from registry.openness.effort import Effort, of_reason
from registry.openness.facts import Fact, name_of
from registry.openness.judged import Judged, JudgedRow
from registry.openness.trace import Step, TracedClause
from registry.openness.verdict import Reason, Verdict
from registry.openness.what_if import Change, WhatIf
from registry.scorecards.queries import VerdictBrief, VerdictRow

EFFORTS = [effort.word for effort in Effort]
_BESIDE = ("proofs", "origin", "source", "inherited_from")


class KnownFact(serializers.Serializer[Fact]):
    """A fact a clause was judged by, with its proof."""

    key = serializers.SerializerMethodField(help_text="As in a facts document, such as final-weights[vae].")
    facts = serializers.SerializerMethodField(help_text="The facets; what is unknown is left out.")
    origin = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    inherited_from = serializers.CharField(allow_blank=True)
    proofs = Proof(many=True)

    def get_key(self, fact: Fact) -> str:
        return name_of(fact)

    def get_facts(self, fact: Fact) -> dict[str, Any]:
        return {key: value for key, value in fact_as_table(fact).items() if key not in _BESIDE}


class TraceStep(serializers.Serializer[Step]):
    """One reason of a clause, and the facts it was found in; none where nothing is known."""

    reason = ReasonShape()
    facts = KnownFact(many=True)
    release = Release(many=True)


class TraceClause(serializers.Serializer[TracedClause]):
    """A clause followed to its facts."""

    id = serializers.CharField(source="result.id")
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    value = serializers.SerializerMethodField("truth", help_text="true, false, unknown or skipped.")
    info = serializers.BooleanField(source="result.info", help_text="Shown, but never decides.")
    decides = serializers.BooleanField(help_text="Whether the result follows from this clause.")
    low = serializers.FloatField(source="result.low", allow_null=True)
    high = serializers.FloatField(source="result.high", allow_null=True)
    steps = TraceStep(many=True)

    def truth(self, clause: TracedClause) -> str:
        return TRUTH.get(clause.result.value, clause.result.value)

    def get_label(self, clause: TracedClause) -> str:
        definition: str = self.context.get("definition", "")
        return labels(definition).get(clause.result.id, clause.result.id)


@extend_schema_serializer(component_name="MissingReason")
class MissingReason(ReasonShape):
    """Something that stands between these facts and a better result."""

    effort = serializers.SerializerMethodField(help_text="What it takes to turn it around.")

    @extend_schema_field(serializers.ChoiceField(choices=EFFORTS))
    def get_effort(self, reason: Reason) -> str:
        return of_reason(reason).word


class NeedShape(serializers.Serializer[Need]):
    """One facet that would have to be another way."""

    facet = serializers.CharField()
    found = serializers.CharField()
    needed = serializers.CharField(help_text="For a license: the predicates it has to fulfil, joined by |.")


@extend_schema_serializer(component_name="Change")
class ChangeShape(serializers.Serializer[Change]):
    """One component, or one release fact, that would have to be another way."""

    component = serializers.CharField()
    effort = serializers.SerializerMethodField(help_text="look: not assessed yet, so looking may be all.")
    needs = NeedShape(many=True)
    text = serializers.SerializerMethodField(help_text="The same in words.")

    @extend_schema_field(serializers.ChoiceField(choices=EFFORTS))
    def get_effort(self, row: Change) -> str:
        return row.effort.word

    def get_text(self, row: Change) -> str:
        return words.change(row)


@extend_schema_serializer(component_name="WhatIf")
class WhatIfShape(serializers.Serializer[WhatIf]):
    """The smallest set of changes for one goal; no smaller one exists."""

    goal = serializers.CharField(help_text="meets, the id of a level or class, or score for any higher one.")
    goal_label = serializers.SerializerMethodField()
    possible = serializers.BooleanField(help_text="False where what does not apply rules it out.")
    changes = ChangeShape(many=True, help_text="Easiest first.")
    text = serializers.SerializerMethodField(help_text="The same in words.")

    def get_goal_label(self, row: WhatIf) -> str:
        return words.goal(row)

    def get_text(self, row: WhatIf) -> str:
        return words.takes(row)


@extend_schema_serializer(component_name="TracedVerdict")
class Traced(Brief):
    """One verdict: clauses with facts and proofs, what is missing, and what a better one would take."""

    definition = serializers.CharField()
    title = serializers.CharField()
    short = serializers.CharField()
    sentence = serializers.SerializerMethodField(help_text="What decides the result, in one sentence.")
    progress = serializers.DictField(child=serializers.FloatField(), source="body.progress")
    clauses = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField(help_text="Easiest first.")
    what_if = serializers.SerializerMethodField(help_text="For each goal above this result, nearest first.")

    def get_sentence(self, row: VerdictRow) -> str:
        return words.sentence(row.body)

    @extend_schema_field(TraceClause(many=True))
    def get_clauses(self, row: VerdictRow) -> list[Any]:
        clauses: Any = self.context["rows"][row.definition].clauses
        return list(TraceClause(clauses, many=True, context={"definition": row.definition}).data)

    @extend_schema_field(MissingReason(many=True))
    def get_missing(self, row: VerdictRow) -> list[Any]:
        missing: Any = self.context["rows"][row.definition].missing
        return list(MissingReason(missing, many=True).data)

    @extend_schema_field(WhatIfShape(many=True))
    def get_what_if(self, row: VerdictRow) -> list[Any]:
        answers: Any = self.context["rows"][row.definition].what_if
        return list(WhatIfShape(answers, many=True).data)


class Trace(serializers.Serializer[Any]):
    """The verdicts of one model, each followed from clause to fact to proof."""

    path = serializers.CharField()
    name = serializers.CharField()
    verdicts = serializers.DictField(child=Traced(), help_text="By definition id.")


class Evaluated(serializers.Serializer[Judged]):
    """What the definitions make of a document. Nothing of it is kept."""

    name = serializers.CharField()
    about = serializers.DictField(child=serializers.CharField())
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="What was left out of the document or changed in reading it."
    )
    verdicts = serializers.DictField(child=Traced(), help_text="By definition id.")


class Compared(serializers.Serializer[Any]):
    """One verdict on the record, and the same with the document's facts put in."""

    before = Brief(allow_null=True)
    after = Traced()
    differs = serializers.BooleanField()


class WhatIfOfModel(serializers.Serializer[Any]):
    """What better results would take, by definition id."""

    path = serializers.CharField()
    name = serializers.CharField()
    verdicts = serializers.DictField(child=WhatIfShape(many=True))


@extend_schema_serializer(component_name="ChangedModel")
class Changed(serializers.Serializer[Any]):
    """The record of a model with some facts replaced. Nothing of it is kept."""

    path = serializers.CharField()
    name = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    verdicts = serializers.DictField(child=Compared(), help_text="By definition id.")


def traced(rows: Iterable[JudgedRow]) -> dict[str, Any]:
    """Judged verdicts as `Traced` prints them, by definition id."""
    listed = {row.definition.id: row for row in rows}
    return {name: Traced(verdict_row(row), context={"rows": listed}).data for name, row in listed.items()}


def verdict_row(row: JudgedRow) -> VerdictRow:
    """A verdict that was judged just now, in the shape of a stored one."""
    return made_row(row.definition, row.verdict)


def made_row(definition: Definition, made: Verdict) -> VerdictRow:
    """The same of a verdict without the ways to a better one."""
    return VerdictRow(
        definition=definition.id,
        outcome=made.outcome.value,
        level=made.level,
        could_reach=made.could_reach,
        score=made.score,
        basis=made.basis.value,
        title=definition.title,
        short=definition.short,
        body=made,
    )


def differs(before: VerdictBrief | None, after: JudgedRow) -> bool:
    made = after.verdict
    now = (made.outcome.value, made.level, made.could_reach, made.score)
    return before is None or (before.outcome, before.level, before.could_reach, before.score) != now
