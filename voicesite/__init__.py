"""The project: settings, URLs, health, metrics and the commands that run the site."""
