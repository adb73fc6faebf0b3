"""Who wants to be told of a model."""

from django.db import models

from registry.accounts.models import User
from registry.catalog.models.model import AIModel


class Watch(models.Model):
    """A person wants to be told when a hub contradicts the record of a model."""

    user = models.ForeignKey(User, models.CASCADE, related_name="watches")
    model = models.ForeignKey(AIModel, models.CASCADE, related_name="watches")
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "watches"
        constraints = [models.UniqueConstraint(fields=["user", "model"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.user_id} watches {self.model_id}"
