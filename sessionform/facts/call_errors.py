"""What boto3 raises where a call fails, by what it means: names of exceptions, and codes that a service answers.

https://docs.aws.amazon.com/general/latest/gr/api-common-errors.html and botocore/exceptions.py.
"""

from __future__ import annotations

NO_CREDENTIALS = frozenset(
    {
        "NoCredentialsError",
        "PartialCredentialsError",
        "CredentialRetrievalError",
        "ProfileNotFound",
        "SSOTokenLoadError",
        "TokenRetrievalError",
        "UnauthorizedSSOTokenError",
    }
)
UNANSWERED = frozenset(
    {
        "EndpointConnectionError",
        "ConnectTimeoutError",
        "ReadTimeoutError",
        "ConnectionClosedError",
        "ProxyConnectionError",
        "SSLError",
    }
)
REFUSED_CREDENTIALS = frozenset(
    {
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "ExpiredToken",
        "ExpiredTokenException",
        "MissingAuthenticationTokenException",
    }
)
DENIED = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"})
THROTTLED = frozenset({"ThrottlingException", "Throttling", "RequestLimitExceeded", "TooManyRequestsException"})

SIGN_IN = (
    "sign in (`aws configure`, `aws sso login`), or name a profile: `profile` in the environment, or `AWS_PROFILE`"
)
"""What to do about credentials."""


def code_of(error: Exception) -> str:
    """The code of an error that the service itself sent; empty for others."""
    code: str = getattr(error, "response", {}).get("Error", {}).get("Code", "")
    return code
