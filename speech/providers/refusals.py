"""From what a server answered, or did not, to a failure in the words that all adapters share."""

from collections.abc import Mapping

import httpcore
import httpx

from speech.providers.answers import codes_in, message_in, retry_after_seconds
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.settings import ProviderSettings

OF_STATUS: Mapping[int, FailureKind] = {
    401: FailureKind.AUTH,
    402: FailureKind.QUOTA,
    403: FailureKind.AUTH,
    408: FailureKind.TIMEOUT,
    425: FailureKind.RATE,
    429: FailureKind.RATE,
    504: FailureKind.TIMEOUT,
}
# Whoever asks can't help it: address and model are the site's. So says a proxy whose server is not up yet.
NOT_THERE = frozenset({404, 405})
# Says more than the status it came with.
OF_CODE: Mapping[str, FailureKind] = {
    # OpenAI, and who speaks like it
    "insufficient_quota": FailureKind.QUOTA,
    "billing_hard_limit_reached": FailureKind.QUOTA,
    "rate_limit_exceeded": FailureKind.RATE,
    "engine_busy": FailureKind.RATE,
    "invalid_api_key": FailureKind.AUTH,
    # ElevenLabs
    "quota_exceeded": FailureKind.QUOTA,
    "payment_required": FailureKind.QUOTA,
    "too_many_concurrent_requests": FailureKind.RATE,
    "concurrent_limit_exceeded": FailureKind.RATE,
    "system_busy": FailureKind.RATE,
    "max_character_limit_exceeded": FailureKind.BAD_REQUEST,
    "voice_not_found": FailureKind.BAD_REQUEST,
    # Google
    "API_KEY_INVALID": FailureKind.AUTH,
    "API_KEY_SERVICE_BLOCKED": FailureKind.AUTH,
    "BILLING_DISABLED": FailureKind.QUOTA,
    "RATE_LIMIT_EXCEEDED": FailureKind.RATE,
}
SAID: Mapping[FailureKind, str] = {
    FailureKind.AUTH: "its server refuses the key",
    FailureKind.QUOTA: "what was paid for is used up there",
    FailureKind.RATE: "too much was asked of its server",
    FailureKind.TIMEOUT: "its server took too long",
    FailureKind.BAD_REQUEST: "its server refuses the request",
    FailureKind.SERVER: "its server failed",
    FailureKind.NETWORK: "its server can't be reached",
}
NOTHING_THERE = "its server has nothing at the address that it is asked at"
# Where nothing can be done but wait, the failure says so itself.
TO_DO: Mapping[FailureKind, str] = {
    FailureKind.QUOTA: "Its operator can raise the limit there, or choose another engine.",
    FailureKind.BAD_REQUEST: "Check its url, model and voice.",
}
AGAIN = "Try again in a while."


def kind_of(status: int, codes: list[str]) -> FailureKind:
    told = next((OF_CODE[code] for code in codes if code in OF_CODE), None)
    if told is not None:
        return told
    if status in OF_STATUS:
        return OF_STATUS[status]
    if status in NOT_THERE:
        return FailureKind.SERVER
    return FailureKind.BAD_REQUEST if 400 <= status < 500 else FailureKind.SERVER


def refused(settings: ProviderSettings, response: httpx.Response, body: bytes) -> ProviderFailed:
    """An answer that is no success."""
    status = response.status_code
    if 300 <= status < 400:
        return ProviderFailed(
            settings.name,
            FailureKind.SERVER,
            reason="its server has moved",
            what_to_do="Check its url: a redirect is not followed, it would take key and text elsewhere.",
        )
    kind = kind_of(status, codes_in(body))
    is_missing = kind is FailureKind.SERVER and status in NOT_THERE
    said = message_in(body, key=settings.key)
    return ProviderFailed(
        settings.name,
        kind,
        reason=f"{NOTHING_THERE if is_missing else SAID[kind]} ({status}{': ' + said if said else ''})",
        what_to_do="Check its url and model." if is_missing else _what_to_do(kind, settings),
        retry_after_seconds=retry_after_seconds(response.headers),
        status=status,
    )


def unreached(settings: ProviderSettings, error: Exception) -> ProviderFailed:
    """No answer, or one that broke off. What the error says holds addresses, and is not passed on."""
    if isinstance(error, httpx.TimeoutException | httpcore.TimeoutException):
        return ProviderFailed(settings.name, FailureKind.TIMEOUT, reason=SAID[FailureKind.TIMEOUT])
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return ProviderFailed(
            settings.name,
            FailureKind.NETWORK,
            reason="its server's certificate is not trusted",
            what_to_do="Check its url, or name its authority in SSL_CERT_FILE.",
        )
    if isinstance(error, httpcore.ConnectError):
        return ProviderFailed(
            settings.name,
            FailureKind.NETWORK,
            reason=SAID[FailureKind.NETWORK],
            what_to_do="Check its url, and whether it runs.",
        )
    return ProviderFailed(settings.name, FailureKind.NETWORK, reason="its server broke the connection")


def _what_to_do(kind: FailureKind, settings: ProviderSettings) -> str:
    if kind is FailureKind.AUTH:
        return f"Put a key that it takes into {settings.key_env or 'key_env'}."
    return TO_DO.get(kind, AGAIN)
