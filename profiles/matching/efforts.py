"""How long a search may take: words for people and programs, and what they stand for."""

from django.db import models


class Effort(models.TextChoices):
    QUICK = "quick", "Quick, about a minute"
    USUAL = "usual", "Usual, two to three minutes"
    THOROUGH = "thorough", "Thorough, about ten minutes"


SECONDS = {Effort.QUICK: 60.0, Effort.USUAL: 150.0, Effort.THOROUGH: 600.0}
