"""Makes sure that Debian's Chromium is there for the browser tests."""

import os
import shutil
import subprocess
import sys

PACKAGES = ["chromium", "fonts-dejavu-core"]


def main() -> str | int:
    if os.environ.get("VOICESITE_TEST_CHROMIUM") or shutil.which("chromium"):
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return (
            "The browser tests need Chromium. Install it (Debian: apt-get install chromium), "
            "or set VOICESITE_TEST_CHROMIUM to its path."
        )
    print("Installing Chromium for the browser tests (once)…")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, text=True)
        if done.returncode:
            return f"apt-get {command[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
