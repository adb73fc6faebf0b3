"""How a record is cited: by its revision, which never changes."""

import json
from datetime import datetime

from registry.scorecards.queries import ScorecardPage

PUBLISHER = "Sourceform"


def key(page: ScorecardPage) -> str:
    """ "sourceform-eleutherai-pythia-12b-r3"."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in page.path)
    return f"sourceform-{plain}-r{page.revision}" if page.revision else f"sourceform-{plain}"


def title(page: ScorecardPage) -> str:
    return f"Openness record of {page.name} ({page.path})"


def version(page: ScorecardPage) -> str:
    return f"revision {page.revision}" if page.revision else "machine draft"


def bibtex(page: ScorecardPage, *, url: str, on: datetime) -> str:
    """A BibTeX entry of type misc; LaTeX's own characters in names are escaped."""
    fields = {
        "title": f"{{{_latex(title(page))}}}",
        "author": f"{{{PUBLISHER} contributors}}",
        "year": f"{on:%Y}",
        "month": f"{on:%m}",
        "version": _latex(version(page)),
        "publisher": PUBLISHER,
        "url": url,
        "note": _latex(f"digest {page.revision_digest}") if page.revision_digest else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key(page)},", *lines, "}", ""])


def csl(page: ScorecardPage, *, url: str, on: datetime) -> str:
    """The same as CSL JSON, a list of one item."""
    item = {
        "id": key(page),
        "type": "dataset",
        "title": title(page),
        "author": [{"literal": f"{PUBLISHER} contributors"}],
        "publisher": PUBLISHER,
        "version": version(page),
        "issued": {"date-parts": [[on.year, on.month, on.day]]},
        "URL": url,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _latex(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)
