"""The project: settings, URLs, health, metrics and the commands that run the site."""

__version__ = "0.1.0"
