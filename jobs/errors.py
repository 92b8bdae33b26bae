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


class UnknownKind(LookupError):
    """No `@job_kind` of that name; a mistake in the code, or a job from another version."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"No job kind is registered as {kind!r}.")
        self.kind = kind
