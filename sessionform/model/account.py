"""Which AWS account an environment is in, as far as the declaration says: the one place that compares accounts."""

from __future__ import annotations

from typing import NamedTuple, Self

from sessionform.arns import parse_arn


class Account(NamedTuple):
    """An AWS account by its number, by the profile whose own account it is, or by neither; or an emulator by its address."""

    number: str | None
    profile: str | None
    endpoint_url: str | None

    @classmethod
    def declared(
        cls, account_id: str | None, assume_role_arn: str | None, profile: str | None, endpoint_url: str | None
    ) -> Self:
        """What the settings of an environment say: a role is in its own account, and a profile then only leads to it."""
        role = parse_arn(assume_role_arn or "")
        number = account_id or (role.account if role is not None else None)
        return cls(number, profile if assume_role_arn is None else None, endpoint_url)

    def same_as(self, other: Account) -> bool:
        """Whether both are certain to be one."""
        known = self._known(other)
        return known is not None and known[0] == known[1]

    def may_be(self, other: Account) -> bool:
        """Whether nothing says that they differ: two profiles are taken for two accounts, as two numbers are."""
        known = self._known(other)
        return known is None or known[0] == known[1]

    def alike(self, other: Account) -> bool:
        """Whether both say the same, if only that they say nothing."""
        return self == other or self.same_as(other)

    def _known(self, other: Account) -> tuple[str | None, str | None] | None:
        """What tells on both sides which account it is; None where no such thing stands on both."""
        if self.endpoint_url is not None or other.endpoint_url is not None:
            return self.endpoint_url, other.endpoint_url
        for one, another in ((self.number, other.number), (self.profile, other.profile)):
            if one is not None and another is not None:
                return one, another
        return None
