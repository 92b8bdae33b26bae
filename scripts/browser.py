"""Makes sure that a browser is there for the browser tests: Debian's Chromium, best without its windows.

The shell alone opens a fresh profile, as every test does, in a fifth of the processor's time.
"""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium-headless-shell", "chromium")
PACKAGES = [BROWSERS[0], "fonts-dejavu-core"]
ADVICE = (
    "The browser tests need Chromium. Run `make browser` as root, "
    "install chromium-headless-shell or chromium, or set VOICESITE_TEST_CHROMIUM to its path."
)


def browser_path() -> str | None:
    named = os.environ.get("VOICESITE_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def main() -> str | int:
    if os.environ.get("VOICESITE_TEST_CHROMIUM") or shutil.which(BROWSERS[0]):
        return 0
    problem = _install() if os.geteuid() == 0 and shutil.which("apt-get") else ADVICE
    return problem if problem and not browser_path() else 0


def _install() -> str:
    """What went wrong, or nothing."""
    print("Installing Chromium for the browser tests (once)…")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, text=True)
        if done.returncode:
            return f"apt-get {command[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
