"""How a job ends other than well."""

from common.errors import AppError


class JobFailed(AppError):
    """For good: trying again would end the same way. The sentence is shown to the job's owner."""

    code = "failed"


class JobInterrupted(BaseException):
    """Stops the handler at once.

    Not an `Exception`: a handler that shrugs off the failure of one of its parts must not shrug off this.
    """


class JobCancelled(JobInterrupted):
    """Its owner has thought better of it."""


class JobLost(JobInterrupted):
    """Another worker holds the job now, or it is gone: what this one makes is of no use."""


class JobPaused(JobInterrupted):
    """Enough for one attempt: another one goes on, and neither counts as a failure.

    For work that may take longer than a job may run. What is done so far has to be in the database.
    """


class UnknownKind(LookupError):
    """No `@job_kind` of that name; a mistake in the code, or a job from another version."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"No job kind is registered as {kind!r}.")
        self.kind = kind
