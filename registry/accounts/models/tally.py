"""Counts that limit how often something is done, and other small things that all processes share."""

from django.db import models


class Tally(models.Model):
    """How often something was done in the time that ends at `ends_at`. Its key is kept as a digest only."""

    key = models.CharField(max_length=64, primary_key=True)
    taken = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.taken} until {self.ends_at:%Y-%m-%d %H:%M:%S}"


class Kept(models.Model):
    """What is kept for a short time and seen by all processes, such as the tries of a password."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "kept"

    def __str__(self) -> str:
        return f"{self.key[:8]} until {self.ends_at:%Y-%m-%d %H:%M:%S}"
