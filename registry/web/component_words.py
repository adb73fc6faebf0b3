"""What counts as each of the sixteen parts of the fingerprint, and what does not: our own reading."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as noop


@dataclass(frozen=True, slots=True)
class Guide:
    """Two short texts to be translated when they are shown."""

    counts: str
    not_enough: str


GUIDES: Mapping[str, Guide] = {
    "training-corpus": Guide(
        noop("Every dataset the base model was trained on, in the form it was used, so that it can be read."),
        noop("A list of names, a description of sources, a sample, or a corpus its host no longer serves."),
    ),
    "tuning-data": Guide(
        noop("The instructions, preferences and rewards with which the base model was tuned."),
        noop("The name of a method, or data said to exist “in house”."),
    ),
    "data-description": Guide(
        noop(
            "A document from which a skilled reader learns what all the data was: where it came from, how it "
            "was obtained, chosen, labeled and cleaned, the unshareable parts included."
        ),
        noop("One sentence such as “publicly available data”, or a description of a part only."),
    ),
    "evaluation-data": Guide(
        noop("The sets on which the reported results were measured, in the version that was used."),
        noop("The name of a benchmark without its version or split."),
    ),
    "data-processing": Guide(
        noop("The programs that fetched, cleaned, deduplicated, filtered, mixed and tokenized the corpus."),
        noop("Prose about the steps; a general library without the settings and rules used."),
    ),
    "training-program": Guide(
        noop("The program that trained the model, for every stage, in the state that was run."),
        noop("Code that only loads and runs the finished model, or an example of how one might tune it."),
    ),
    "training-settings": Guide(
        noop("The values used: batch sizes, schedules, stages, and the version of the code that was run."),
        noop("A range, a table of typical values, or the settings of another model of the family."),
    ),
    "evaluation-code": Guide(
        noop("The programs and prompts that produced the reported results."),
        noop("A pointer to a benchmark that everyone runs in a way of their own."),
    ),
    "inference-code": Guide(
        noop("A program with which the weights can be run, and the tokenizer it needs."),
        noop("A hosted service or a client for one."),
    ),
    "architecture": Guide(
        noop("The program text that defines the network."),
        noop("A description of the network counts in part: it is no program."),
    ),
    "final-weights": Guide(
        noop("The weights users get, all of them, to be downloaded without asking anyone."),
        noop("Weights behind a form or an approval are gated; weights behind an interface are not released."),
    ),
    "checkpoints": Guide(
        noop("States of the model from stages of its training."),
        noop("Only the last state, or a name for a stage whose state nobody can download."),
    ),
    "technical-report": Guide(
        noop("A report, preprint or paper on how the model was made, readable by everyone."),
        noop("A news item, or a paper about an earlier model."),
    ),
    "model-card": Guide(
        noop("A card that says what the model is for, how it was made and where its limits are."),
        noop("A page that holds little more than how to load the model."),
    ),
    "evaluation-results": Guide(
        noop("What was measured, on which data and how, with its figures."),
        noop("A chart without figures, or the rank in somebody’s list."),
    ),
    "environment": Guide(
        noop("Versions of the libraries, seeds and order of the data, hardware and operating system."),
        noop("A list of packages without versions."),
    ),
}
