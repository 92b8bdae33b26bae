"""`manage.py qcluster`, tied to the worker that started it."""

import os

from jobs.lifeline import PARENT_VARIABLE, die_with_parent


def main() -> None:
    die_with_parent(int(os.environ[PARENT_VARIABLE]))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("qcluster", skip_checks=True)


if __name__ == "__main__":
    main()
