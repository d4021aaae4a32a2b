"""Two environments with one state, however the two places are written."""

from __future__ import annotations

import pytest

from tests.rules.examples import rules_of

S3 = "{s3: {bucket: states, key: %s, region: us-east-1%s}}"
AZURE = "{azurerm: {storage_account_name: s, container_name: c, key: %s}}"
CLOUD = "{cloud: {organization: example, workspace: %s%s}}"


def found(first: str, second: str) -> set[str]:
    backends = {"development": first, "staging": second}
    bodies = "".join(
        f"  {name}: {{region: us-east-1{f', backend: {backend}' if backend else ''}}}\n"
        for name, backend in backends.items()
    )
    table = "tables:\n  sessions: {partition_key: userId, ttl: expiresAt}\n"
    return rules_of(f"version: 1\nenvironments:\n{bodies}{table}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{local: {path: x.tfstate}}", "{local: {path: x.tfstate}}"),
        ("{local: {path: x.tfstate}}", "{local: {path: ./states/../x.tfstate}}"),
        ("", "{local: {path: terraform.development.tfstate}}"),
        (CLOUD % ("sessions", ""), CLOUD % ("sessions", ", hostname: app.terraform.io")),
        (S3 % ("a.tfstate", ""), S3 % ("a.tfstate", ", encrypt: true")),
        ("{http: {address: https://h/x}}", "{http: {address: https://h/x/, lock_address: https://h/x/lock}}"),
        ("{http: {address: https://h/x}}", "{http: {address: 'https://H:443/a/..//%78'}}"),
        ("{http: {address: 'http://h:80/x'}}", "{http: {address: 'http://h/x'}}"),
        ("{gcs: {bucket: b, prefix: p}}", "{gcs: {bucket: b, prefix: p/}}"),
        ("{gcs: {bucket: b, prefix: p}}", "{gcs: {bucket: b, prefix: /p}}"),
        ("{gcs: {bucket: b, prefix: p/q}}", "{gcs: {bucket: b, prefix: ./p//r/../q}}"),
        ("{gcs: {bucket: b, prefix: .}}", "{gcs: {bucket: b, prefix: /}}"),
        (S3 % ("a.tfstate", ""), S3 % ("a.tfstate", ", endpoints: {s3: 'https://s3.us-east-1.amazonaws.com'}")),
        (
            S3 % ("a.tfstate", ", endpoints: {s3: 'http://localhost:9000'}"),
            S3 % ("a.tfstate", ", endpoints: {s3: 'http://LocalHost:9000/'}"),
        ),
        (CLOUD % ("sessions", ""), CLOUD % ("sessions", ", hostname: App.terraform.io")),
        (AZURE % "k", AZURE % "k, use_oidc: true"),
    ],
)
def test_one_state_under_two_names_is_an_error(first: str, second: str) -> None:
    assert found(first, second) == {"state-shared"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        ("{local: {path: x.tfstate}}", "{local: {path: states/x.tfstate}}"),
        ("{local: {path: x.tfstate}}", "{local: {path: /x.tfstate}}"),
        (CLOUD % ("sessions", ""), CLOUD % ("sessions", ", hostname: terraform.example.com")),
        (S3 % ("a.tfstate", ""), S3 % ("b.tfstate", "")),
        (S3 % ("a.tfstate", ""), S3 % ("a.tfstate", ", endpoints: {s3: 'http://localhost:9000'}")),
        (S3 % ("a.tfstate", ""), S3 % ("a.tfstate", ", endpoints: {s3: 'https://amazonaws.com.example.com'}")),
        (S3 % ("a.tfstate", ""), S3 % ("a.tfstate", ", endpoints: {s3: 'https://myamazonaws.com'}")),
        ("{http: {address: https://h/x}}", "{http: {address: 'http://h/x'}}"),
        ("{http: {address: https://h/x}}", "{http: {address: 'https://h:8443/x'}}"),
        ("{http: {address: https://h/x}}", "{http: {address: 'https://h/x?name=y'}}"),
        ("{http: {address: https://h/a/b}}", "{http: {address: https://h/a%2Fb}}"),
        ("{gcs: {bucket: b, prefix: p}}", "{gcs: {bucket: b, prefix: ../p}}"),
    ],
)
def test_two_states_are_none(first: str, second: str) -> None:
    assert found(first, second) == set()
