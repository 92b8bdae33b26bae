"""The site as it runs, with the tests' job kinds. The environment is given by `tests.processes.Site`."""

from voicesite.settings import *  # noqa: F403
from voicesite.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.extra_kinds"]
