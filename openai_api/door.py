"""Where this surface begins."""

PREFIX = "/v1/"


def leads_here(path: str) -> bool:
    return f"{path}/".startswith(PREFIX)
