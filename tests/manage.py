"""Django's command line over the tests' settings: nothing of a developer's own site is touched."""

import os
import sys

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
