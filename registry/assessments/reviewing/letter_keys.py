"""Whether a person wants single-letter keys on the pages of reviews. They are on until switched off."""

from registry.accounts.actors import Actor
from registry.assessments.models import KeysOff


def are_on(actor: Actor) -> bool:
    return not KeysOff.objects.filter(user=actor.user_id).exists()


def switch(actor: Actor, *, on: bool) -> None:
    """Kept for the person, on whatever machine they review."""
    if actor.user is None:
        return
    if on:
        KeysOff.objects.filter(user=actor.user).delete()
    else:
        KeysOff.objects.get_or_create(user=actor.user)
