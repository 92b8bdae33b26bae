"""A shell over a site that answers again and again: to start Django anew for each question takes seconds."""

import json
import subprocess
import sys
import traceback
from contextlib import redirect_stdout
from io import StringIO


class StandingShell:
    """Started by the first question. `environment` says which site it is over."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None

    def run(self, code: str) -> str:
        """What it prints."""
        process = self._process = self._process or self._started()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(code) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline() or '{"error": "the shell ended"}')
        assert "error" not in answer, answer["error"]
        return answer["printed"]

    def close(self) -> None:
        if self._process:
            self._process.communicate()  # it ends with what it reads from
            self._process = None

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.standing_shell"]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self._environment, stdin=pipe, stdout=pipe, text=True)


def answer_questions() -> None:
    import django
    from django.db import connections

    django.setup()
    answers = sys.stdout
    for question in sys.stdin:
        printed = StringIO()
        try:
            with redirect_stdout(printed):
                exec(json.loads(question), {})  # noqa: S102 - a test's own code
            answer = {"printed": printed.getvalue()}
        except Exception:
            answer = {"error": traceback.format_exc()}
        connections.close_all()
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    answer_questions()
