"""The calls of a prediction that no case's golden file tells apart."""

from __future__ import annotations

from sessionform.compile import compile_text
from sessionform.facts.provider import RUN_WITH
from sessionform.review.predict.model import Call
from sessionform.review.predict.predict import predict
from tests.review.case import TODAY

DECLARATION = """\
version: 1
environments: {{production: {{region: us-east-1}}}}
tables:
  userSessions:
    partition_key: userId
    {settings}
"""


def calls(before: str, after: str) -> list[Call]:
    """What is sent for a table between two lines of settings."""
    texts = (DECLARATION.format(settings=settings) for settings in (before, after))
    old, new = (compile_text(text, "s.yaml", TODAY).valid().environments["production"] for text in texts)
    return list(predict((old.tables["userSessions"], old), (new.tables["userSessions"], new), RUN_WITH).calls)


def test_a_tag_is_taken_from_the_copies_too() -> None:
    copies = "replicas: {eu-west-1: {propagate_tags: true}}\n    stream: NEW_AND_OLD_IMAGES\n    tags: "
    sent = calls(f"{copies}{{Team: a, Data: b}}", f"{copies}{{Data: b}}")
    assert [(call.operation, call.about) for call in sent] == [("UntagResource", ""), ("UntagResource", "eu-west-1")]
