"""`manage.py start`: makes everything ready, then runs web and worker under one supervisor."""

import errno
import os
import shlex
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from honcho.manager import Manager

from accounts.services import first_admin
from common.errors import AppError
from voicesite import staticfiles
from voicesite.config import BASE_DIR


class Command(BaseCommand):
    help = "Get packs, database and static files ready, then run the web server and the worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-packs", action="store_true", help="do not pull model packs")

    def handle(self, *args: Any, no_packs: bool, **options: Any) -> None:
        self._require_built_pages()
        self._require_free_port()
        if not no_packs:
            self._pull_packs()
        call_command("migrate", verbosity=0)
        staticfiles.collect()
        self._announce()
        sys.exit(self._supervise())

    def _require_built_pages(self) -> None:
        if not all(Path(folder, "site.js").exists() for folder in settings.STATICFILES_DIRS):
            raise CommandError("The scripts and styles of the pages are not built. Run: make setup")

    def _require_free_port(self) -> None:
        config = settings.CONFIG
        family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((config.host, config.port))
            except OSError as error:
                reason = (
                    "is in use" if error.errno == errno.EADDRINUSE else f"can't be used ({error.strerror})"
                )
                raise CommandError(
                    f"{config.host}:{config.port} {reason}. Set VOICESITE_PORT to another port."
                ) from None

    def _pull_packs(self) -> None:
        try:
            call_command("packs", "pull")
        except CommandError as error:
            # The site is of use without a voice; the Models page and /health/ready tell what is missing.
            self.stderr.write(f"{error}\nStarting without it. Try again with `make packs`.")

    def _announce(self) -> None:
        try:
            made = first_admin.ensure_configured_administrator()
        except AppError as error:
            raise CommandError(error.message) from None
        site = settings.CONFIG.site_url
        self.stdout.write(f"\n  voicesite is at  {site}/")
        if made:
            self.stdout.write(f"  Administrator    {made.get_username()}")
        token = first_admin.setup_token()
        if token:
            path = reverse("accounts:setup", args=[token])
            self.stdout.write(
                f"  First, make the administrator's account (this link works once):\n    {site}{path}"
            )
        self.stdout.write("  Stop with Ctrl-C.\n")
        self.stdout.flush()

    def _supervise(self) -> int:
        manager = Manager()
        for name in ("web", "worker"):
            command = [sys.executable, str(BASE_DIR / "manage.py"), name]
            # `exec`: the process replaces the shell, so that a signal reaches it.
            manager.add_process(
                name, f"exec {shlex.join(command)}", env=os.environ | {"PYTHONUNBUFFERED": "1"}
            )
        # A closed terminal ends the site as Ctrl-C does.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        manager.loop()
        return 0 if manager.returncode == 130 else int(manager.returncode or 0)
