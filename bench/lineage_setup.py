"""A base with many derivatives, for bench/lineage.py. Imported once Django is set up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count

from registry.catalog.models import AIModel, BaseLink, Organization
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.openness.facts import Availability, Coverage, Fact, Facts, Gate
from registry.scorecards.models import Evidence, Profile, Provenance, Revision
from registry.scorecards.record import Cause, Stated, record, record_many

OWN = ("final-weights", "model-card", "inference-code", "tokenizer", "model-configuration", "preprint")
BASES = ("final-weights", "pretraining-data", "training-code", "architecture-code", "data-processing-code")


class Lineage:
    """The base, and its derivatives: half of them direct, half made from the first of those."""

    def __init__(self, count: int, *, profiles: int, now: datetime) -> None:
        self.now = now
        self.organization = Organization.objects.create(slug="acme", name="Acme")
        self.provenance = Provenance.objects.create(origin="mot", commit="0", file="bench")
        self.base = self._models(["acme/base"])[0]
        record(self._stated(self.base, Availability.RELEASED), cause=Cause.IMPORT, now=now)
        derivatives = self._models([f"acme/model-{number}" for number in range(count)])
        BaseLink.objects.bulk_create(self._links(derivatives), batch_size=1000)
        for start in range(0, count, 1000):
            statements = [
                self._own(model, (start + place) % profiles)
                for place, model in enumerate(derivatives[start : start + 1000])
            ]
            record_many(statements, cause=Cause.IMPORT, now=now)
        Job.objects.all().delete()
        self.profiles = Profile.objects.count()

    def _models(self, paths: list[str]) -> list[AIModel]:
        rows = [
            AIModel(path=path, name=path, organization=self.organization, added_at=self.now) for path in paths
        ]
        return AIModel.objects.bulk_create(rows, batch_size=500)

    def _links(self, derivatives: list[AIModel]) -> Iterator[BaseLink]:
        for place, model in enumerate(derivatives):
            parent = derivatives[0] if place > len(derivatives) // 2 else self.base
            yield BaseLink(
                child=model,
                parent=parent,
                parent_path=parent.path,
                relation=BaseLink.Relation.FINETUNE,
                source=BaseLink.Source.DECLARED,
            )

    def _stated(self, model: AIModel, availability: Availability) -> Stated:
        gate = Gate.NONE if availability is Availability.RELEASED else Gate.UNKNOWN
        facts = [
            Fact(slug, availability=availability, coverage=Coverage.ALL, gate=gate, license="Apache-2.0")
            for slug in BASES
        ]
        return Stated(model.pk, Facts.of(facts), Evidence.Source.IMPORT, "mot", self.provenance.pk)

    def _own(self, model: AIModel, number: int) -> Stated:
        """Facts whose combination differs with the number: its digits choose each one's coverage."""
        coverages = (Coverage.ALL, Coverage.MOST, Coverage.SOME, Coverage.UNKNOWN)
        facts = [
            Fact(
                slug,
                availability=Availability.RELEASED,
                gate=Gate.NONE,
                coverage=coverages[number // 4**place % 4],
                license=("Apache-2.0", "MIT", "CC-BY-4.0")[number // 4**6 % 3],
            )
            for place, slug in enumerate(OWN)
        ]
        return Stated(model.pk, Facts.of(facts), Evidence.Source.IMPORT, "mot", self.provenance.pk)

    def change_base(self) -> None:
        """The base's data and code turn out to be only described."""
        record(
            self._stated(self.base, Availability.DESCRIBED),
            cause=Cause.IMPORT,
            now=self.now + timedelta(days=1),
        )

    def work(self) -> int:
        """Do all jobs; how many there were."""
        done = 0
        while job := Job.objects.filter(state=Job.State.WAITING).order_by("pk").first():
            tasks.work(job.pk)
            done += 1
        assert not Job.objects.exclude(state=Job.State.DONE).exists(), Job.objects.exclude(
            state=Job.State.DONE
        ).values()
        return done

    def new_profiles(self) -> int:
        return Profile.objects.count() - self.profiles

    def revisions(self) -> int:
        return Revision.objects.filter(cause=Cause.BASE).count()

    def most_revisions(self) -> int:
        """Of any one derivative by this change: 1 when each was recorded once."""
        rows = Revision.objects.filter(cause=Cause.BASE).values("model").annotate(n=Count("pk"))
        return max((row["n"] for row in rows), default=0)
