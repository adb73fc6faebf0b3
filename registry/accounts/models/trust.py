"""How far a person is trusted, as computed from the events."""

from django.db import models
from django.db.models import Q

from registry.accounts.models.user import User


class Trust(models.Model):
    """What the log said of a person when it was last read; what is not read yet stands behind `read_to`."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="trust")
    level = models.PositiveSmallIntegerField(default=0)  # 0, 1, 2
    at = models.DateTimeField()
    read_to = models.BigIntegerField(default=0)  # number of the last event about this person that was read

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(level__lte=2), name="trust_level_listed")]

    def __str__(self) -> str:
        return f"T{self.level} for {self.user_id}"
