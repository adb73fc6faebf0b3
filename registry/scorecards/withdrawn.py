"""Weights that a hub showed and shows no more: seen to be gone, which is more than not found.

Absence on a hub is no evidence. These are not absences: the hub lists the files of a public repository and
the weights that were among them are not, or it says that it disabled the repository, or the repository was
found gone on two days. Only weights are looked at: of the rest, much lives in other places as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.catalog.models import HubEntry
from registry.hubs.snapshot import from_relevant
from registry.openness.facts import Availability, Fact, Facts, Origin
from registry.scorecards.models import Drift, Observation

WEIGHTS = "final-weights"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why the weights of one hub entry are there no more, and the observation that shows or showed it."""

    reason: Drift.Reason
    observation: Observation
    fact: Fact


def withdrawals(
    entries: Iterable[HubEntry], observations: Mapping[int, Observation], seen: Mapping[int, Facts]
) -> list[Withdrawal]:
    """The hub entries of one model that lost its weights; none as long as another entry shows them."""
    found = []
    for entry in entries:
        observation = observations.get(entry.pk)
        if observation is None:
            continue
        reason = _reason(entry, observation)
        if not entry.is_shut and reason is None and seen[entry.pk].rows(WEIGHTS):
            return []
        if reason is not None and not entry.is_cited and had_weights(observation):
            fact = Fact(WEIGHTS, availability=Availability.WITHHELD, origin=Origin.OBSERVED, source=entry.hub)
            found.append(Withdrawal(reason, observation, fact))
    return found


def _reason(entry: HubEntry, observation: Observation) -> Drift.Reason | None:
    if entry.state == HubEntry.State.GONE:
        return Drift.Reason.REPOSITORY_GONE
    if entry.state == HubEntry.State.DISABLED or observation.said.get("disabled"):
        return Drift.Reason.DISABLED
    return Drift.Reason.WEIGHTS_REMOVED if observation.weights_removed else None


def had_weights(observation: Observation) -> bool:
    """Whether this observation or one before it showed weight files."""
    return observation.weights_removed or from_relevant(observation.said).has_weight_files


def lost_weights(last: Observation | None, said: Mapping[str, object]) -> bool:
    """Whether weights that were there are not in what is said now. No list of files changes nothing."""
    if last is None:
        return False
    now = from_relevant(said)
    if not now.lists_every_file:
        return last.weights_removed
    return had_weights(last) and not now.has_weight_files
