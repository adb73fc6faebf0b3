"""What the stories of makers and the records they start from both name: a cast for each way of browsing."""

from dataclasses import dataclass

COOKIES = "sessions.json"


@dataclass(frozen=True)
class Cast:
    """A model, its repository on the hub, somebody of its maker, and somebody who holds it to be wrong."""

    path: str
    repository: str
    maker: str
    other: str

    @property
    def card(self) -> str:
        return f"/models/{self.path}/"

    @property
    def organization(self) -> str:
        return self.path.partition("/")[0]


CASTS = {
    "with JavaScript": Cast("acme/rocket-7b", "acme/Rocket-7B", "ada", "bo"),
    "without JavaScript": Cast("zeta/glider-2b", "zeta/Glider-2B", "ann", "bea"),
    "looked at": Cast("yotta/kite-1b", "yotta/Kite-1B", "abe", "bix"),
}
