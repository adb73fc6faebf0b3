"""What a quote is about, among what the catalog has.

A model where hub id and name agree; the hub id may also be put together from the maker's account and the
name. Else the family whose name begins the model's name and whose models are of the same maker. Else nothing:
no likeness is taken for identity.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.catalog.paths import path_of
from registry.imports import organizations
from registry.imports.names import family_of, same_name, starts_with_word
from registry.imports.quotes import Quote


@dataclass(frozen=True)
class KnownModel:
    """A model of the catalog; `hub_ids` in lower case, `maker` the name of its organization."""

    pk: int
    path: str
    name: str
    maker: str
    hub_ids: tuple[str, ...] = ()
    family_id: int | None = None
    subjects: frozenset[tuple[str, str]] = frozenset()  # (origin, subject) of what is quoted of it already


@dataclass(frozen=True)
class Known:
    """What quotes can be about. Families by id; organizations are several rows for the accounts of one."""

    models: tuple[KnownModel, ...] = ()
    families: Mapping[int, str] = field(default_factory=dict)
    organizations: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Found:
    """What a quote is about: rows of one kind. `exact` is False where only the family was found."""

    kind: str  # model, family or organization
    pks: tuple[int, ...]
    exact: bool = True


class Subjects:
    """The catalog, indexed for finding what quotes are about."""

    def __init__(self, known: Known) -> None:
        self._by_hub_id: dict[str, KnownModel] = {}
        self._by_maker: dict[str, list[KnownModel]] = defaultdict(list)
        self._by_subject: dict[tuple[str, str], list[KnownModel]] = defaultdict(list)
        self._makers_of_family: dict[int, set[str]] = defaultdict(set)
        self._families = known.families
        self._organizations: dict[str, list[int]] = defaultdict(list)
        for pk, name in known.organizations:
            self._organizations[folded(name)].append(pk)
        for model in known.models:
            self._add(model)

    def _add(self, model: KnownModel) -> None:
        maker = folded(model.maker)
        self._by_maker[maker].append(model)
        for hub_id in model.hub_ids:
            self._by_hub_id[hub_id] = model
        for subject in model.subjects:
            self._by_subject[subject].append(model)
        if model.family_id is not None:
            self._makers_of_family[model.family_id].add(maker)

    def find(self, quote: Quote, *, same_as: str = "") -> Found | None:
        """What this quote is about. `same_as`: the origin whose own names for systems it shares."""
        match quote.about:
            case "organization":
                pks = [pk for maker in _makers(quote) for pk in self._organizations.get(maker, ())]
                return Found("organization", tuple(sorted(pks))) if pks else None
            case "family":
                return self._family_named(quote) or self._models_given(quote)
        model = self._given(quote) or self._named(quote) or self._shared(quote, same_as)
        return Found("model", (model.pk,)) if model else self._family_of(quote)

    def _given(self, quote: Quote) -> KnownModel | None:
        """The model under a hub id the quote gives, where the name agrees with it."""
        for hub_id in quote.hub_ids:
            model = self._by_hub_id.get(path_of(hub_id))
            if model and _agree(quote.name, model, hub_id):
                return model
        return None

    def _named(self, quote: Quote) -> KnownModel | None:
        """The one model that lies under this name in an account of a maker the quote names."""
        found = {
            model.pk: model
            for maker in _makers(quote)
            for model in self._by_maker.get(maker, ())
            for hub_id in model.hub_ids
            if same_name(hub_id.rpartition("/")[2], quote.name, hub_id.partition("/")[0])
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _shared(self, quote: Quote, same_as: str) -> KnownModel | None:
        """The model another edition of the same source rates under the same two names."""
        rated = self._by_subject.get((same_as, quote.subject), [])
        named = [model for model in rated if same_name(model.name, quote.name)]
        return named[0] if len(named) == 1 else None

    def _family_of(self, quote: Quote) -> Found | None:
        """The family with the longest name that the model can belong to, of its maker.

        Of several makers the one named first: a derivative names that of its base too, and carries its name.
        """
        makers = {*_makers(quote)[:1], *_accounts(quote)}
        fitting = [
            (len(name), pk)
            for pk, name in self._families.items()
            if makers & self._makers_of_family[pk]
            and (family_of(name, quote.name) or same_name(name, quote.name))
            and starts_with_word(quote.name, name)
        ]
        return Found("family", (max(fitting)[1],), exact=False) if fitting else None

    def _family_named(self, quote: Quote) -> Found | None:
        makers = set(_makers(quote))
        pks = [
            pk
            for pk, name in self._families.items()
            if same_name(name, quote.name) and makers & self._makers_of_family[pk]
        ]
        return Found("family", (pks[0],)) if len(pks) == 1 else None

    def _models_given(self, quote: Quote) -> Found | None:
        """The releases of a family that the catalog has no family for, by the hub ids the quote lists."""
        models = [self._by_hub_id.get(path_of(hub_id)) for hub_id in quote.hub_ids]
        pks = tuple(model.pk for model in models if model)
        return Found("model", pks) if pks else None


def _agree(name: str, model: KnownModel, hub_id: str) -> bool:
    account, _, repository = hub_id.rpartition("/")
    return same_name(name, model.name, account) or same_name(name, repository, account)


def makers_of(quote: Quote) -> set[str]:
    """Who may have made what this quote is about, folded: the makers named, and whose accounts it gives."""
    return {*_makers(quote), *_accounts(quote)}


def _makers(quote: Quote) -> list[str]:
    """The makers of a quote under the names the catalog knows them by; "Z.ai (Zhipu AI)" is Z.ai."""
    plain = (re.sub(r"\s*\([^)]*\)", "", spelled).strip() for spelled in quote.makers)
    return list(dict.fromkeys(folded(organizations.off_hub(name).name) for name in plain if name))


def _accounts(quote: Quote) -> set[str]:
    return {folded(organizations.on_hub(hub_id).name) for hub_id in quote.hub_ids}


def folded(name: str) -> str:
    """A name of an organization without case, spaces and punctuation."""
    return "".join(c for c in name.casefold() if c.isalnum())
