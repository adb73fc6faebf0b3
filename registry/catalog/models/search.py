"""What a search looks through."""

from django.db import models

from registry.catalog.models.model import AIModel


class SearchDoc(models.Model):
    """The names of a model, folded, a line each: path, name, organization, earlier paths.

    Written by search_docs.py. Indexed by trigrams, in a way of each database's own (migrations).
    """

    model = models.OneToOneField(AIModel, models.CASCADE, primary_key=True, related_name="search_doc")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text
