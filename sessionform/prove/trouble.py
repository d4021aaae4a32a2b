"""What goes wrong between us and a target, in one sentence and with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sessionform.errors import OutsideError
from sessionform.facts.call_errors import DENIED, NO_CREDENTIALS, REFUSED_CREDENTIALS, SIGN_IN, UNANSWERED, code_of
from sessionform.prove.target import Target

NO_ANSWER = {
    *REFUSED_CREDENTIALS,
    *DENIED,
    "InternalServerError",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
}
"""Errors that say nothing about the table: neither kept nor broken, the proof has to end."""

UNKNOWN_OPERATION = {
    "UnknownOperationException",
    "UnknownOperation",
    "NotImplementedException",
    "NotImplemented",
    "InternalFailure",
    "404",
    "501",
}
"""How targets say that they do not have an operation."""


@contextmanager
def explaining(target: Target) -> Iterator[None]:
    """Turns errors of the client into an OutsideError; the block's own errors pass."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _refusal(target, error.operation_name, code_of(error), _reason(error)) from None
    except BotoCoreError as error:
        raise _failure(target, type(error).__name__, str(error)) from None


def _reason(error: Exception) -> str:
    message: str = getattr(error, "response", {}).get("Error", {}).get("Message", "")
    return message or code_of(error) or str(error)


def _refusal(target: Target, operation: str, code: str, message: str) -> OutsideError:
    if code in REFUSED_CREDENTIALS:
        hint = f"{SIGN_IN}; in a region that the account has not enabled AWS says this too" if target.live else ""
        return OutsideError(f"{target.name} refuses the credentials: {message}", hint)
    if code in DENIED:
        hint = "docs/access-patterns.md#on-aws-itself lists what the role must be allowed" if target.live else ""
        return OutsideError(f"{target.name} does not allow {operation}: {message}", hint)
    if code in UNKNOWN_OPERATION and not target.live:
        return OutsideError(f"what answers at {target.name} is not DynamoDB: it does not know {operation}")
    return OutsideError(f"{target.name} refused {operation}: {message}")


def _failure(target: Target, kind: str, message: str) -> OutsideError:
    if kind in NO_CREDENTIALS:
        return OutsideError(f"there are no credentials for {target.name}: {message}", SIGN_IN)
    if kind in UNANSWERED:
        hint = "is the region right, and the network there?" if target.live else "is it running, on that port?"
        return OutsideError(f"{target.name} does not answer: {message}", hint)
    if kind == "ResponseParserError":
        return OutsideError(f"what answers at {target.name} is not DynamoDB: {message}")
    return OutsideError(f"{target.name} cannot be used: {message}")
