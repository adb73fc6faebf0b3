"""The public name of an account: what may be one, and which names look alike.

Letters of one alphabet only, so that no letter of another can pass for them; of those that remain, what is
easily mistaken counts as the same.
"""

import re
from enum import StrEnum

SHORTEST, LONGEST = 3, 30
FORM = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")

# Names that would speak for the site, or that its addresses use.
_RESERVED = """
    about abuse account accounts admin administrator administration anonymous api assess assessment auth badge
    billing bot bots certified changes compare contact contributor curator curators datasets definitions
    deleted docs drift export help hostmaster info legal licenses login logout mail maintainer maker makers me
    method moderation moderator moderators models nobody noreply null official operator owner people
    postmaster press privacy registry review reviewer reviewers reviews roles root security settings sign-in
    sign-out sign-up signin signout signup site sourceform staff status support system team test trends
    trust undefined user users verified webmaster www
"""
RESERVED = frozenset(_RESERVED.split())
ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"))
ALIKE_LETTERS = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z", "-": "", "_": ""})


class Problem(StrEnum):
    """Why a name cannot be one."""

    LENGTH = "length"
    CHARACTERS = "characters"
    RESERVED = "reserved"


def problem(handle: str) -> Problem | None:
    """What is wrong with this name; None when it may be one, whoever has it already."""
    if not SHORTEST <= len(handle) <= LONGEST:
        return Problem.LENGTH
    if not FORM.fullmatch(handle):
        return Problem.CHARACTERS
    if handle.lower().startswith("deleted-"):  # what tombstones are called
        return Problem.RESERVED
    if handle.lower() in RESERVED or skeleton(handle) in RESERVED_SKELETONS:
        return Problem.RESERVED
    return None


def skeleton(handle: str) -> str:
    """What remains of a name when all that is easily mistaken is one: two alike have the same."""
    bare = handle.lower().translate(ALIKE_LETTERS)
    for two, one in ALIKE:
        bare = bare.replace(two, one)
    return bare


RESERVED_SKELETONS = frozenset(skeleton(name) for name in RESERVED)
