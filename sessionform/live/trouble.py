"""What AWS refuses or does not answer, in one sentence, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sessionform.errors import OutsideError
from sessionform.facts.call_errors import (
    DENIED,
    NO_CREDENTIALS,
    REFUSED_CREDENTIALS,
    SIGN_IN,
    THROTTLED,
    UNANSWERED,
    code_of,
)


class UnansweredError(Exception):
    """One call got no answer. `fatal` is true where every other call will fare the same."""

    def __init__(self, error: OutsideError, *, fatal: bool) -> None:
        super().__init__(error.message)
        self.error, self.fatal = error, fatal


@contextmanager
def explaining(service: str, region: str) -> Iterator[None]:
    """Turns the errors of an AWS client into an UnansweredError; the block's own errors pass."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _refusal(error, service, region) from None
    except BotoCoreError as error:
        raise _failure(error, region) from None


@contextmanager
def unanswered_is_fatal() -> Iterator[None]:
    """A block in which a call without an answer ends the command."""
    try:
        yield
    except UnansweredError as unanswered:
        raise unanswered.error from None


def _refusal(error: Exception, service: str, region: str) -> UnansweredError:
    code = code_of(error)
    operation: str = getattr(error, "operation_name", "the call")
    message = getattr(error, "response", {}).get("Error", {}).get("Message", "") or code
    permission = f"{service}:{operation}"
    if code in REFUSED_CREDENTIALS:
        expired = "have expired" if code.startswith("Expired") else "are refused"
        hint = f"{SIGN_IN}; in a region that the account has not enabled AWS says this too"
        return UnansweredError(OutsideError(f"the credentials {expired} in {region}: {message}", hint), fatal=True)
    if code in DENIED:
        hint = f"allow `{permission}`; `sessionform adopt --iam` prints the whole statement"
        return UnansweredError(OutsideError(f"AWS does not allow `{permission}` in {region}", hint), fatal=False)
    if code in THROTTLED:
        hint = "try again when less is going on in the account, or name fewer tables"
        return UnansweredError(
            OutsideError(f"AWS throttles `{permission}` in {region}, again and again", hint), fatal=False
        )
    return UnansweredError(OutsideError(f"AWS refused `{permission}` in {region}: {message}"), fatal=False)


def _failure(error: Exception, region: str) -> UnansweredError:
    kind = type(error).__name__
    if kind in NO_CREDENTIALS:
        return UnansweredError(OutsideError(f"there are no credentials for AWS: {error}", SIGN_IN), fatal=True)
    if kind in UNANSWERED:
        hint = "is the region right, and the network there?"
        return UnansweredError(OutsideError(f"AWS does not answer in {region}: {error}", hint), fatal=True)
    return UnansweredError(OutsideError(f"AWS cannot be used in {region}: {error}"), fatal=True)
