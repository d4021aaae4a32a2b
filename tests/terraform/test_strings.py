"""Any text of a declaration reaches Terraform as it stands, in JSON and in HCL, as a value, a key or a backend's setting."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sessionform.terraform.expressions import as_terraform_reads, literal
from sessionform.terraform.hcl import render
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.terraform]

TEXT = st.text(st.sampled_from('$%{}"\\~ab\n\t\r\u00e9\u2028\U0001f511\b\x7f'), max_size=12) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
).filter(lambda text: unicodedata.is_normalized("NFC", text))  # Terraform normalizes, whatever it is told


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.dictionaries(TEXT, TEXT, min_size=30, max_size=60))
@example(texts={"${a}": "%{if}", "$${b}": "%%{c}", "$$${d}": "$", "null": "${", "for": "}", "": "${aws_x.y}"})
@example(
    texts={"\r%%{": "\r$${", "\r": "a\rb", "\rx%%{": "%\r%%{", "\r${": "{\r", "\r\n%%{": "\r\r\n$${", "$$\r${": "$\r"}
)
@example(texts={"\ufeff": "\ufeff", "\ufeffa": "\ufeff${b}", "c\ufeff": "d\ufeff", "\ufeff\ufeff": "\ufeff%{e}"})
def test_terraform_reads_back_what_was_written(texts: dict[str, str], tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write({"output": {"json": {"value": literal(texts)}}})
    workspace.write(render({"output": {"hcl": {"value": literal(texts)}}}), "hcl.tf")
    workspace.apply()
    assert workspace.outputs() == {"json": texts, "hcl": texts}
    assert as_terraform_reads(literal(texts)) == texts


@pytest.mark.parametrize("file", ["cdk.tf.json", "cdk.tf"])
def test_a_backends_settings_are_no_templates(file: str, tmp_path: Path) -> None:
    """In JSON Terraform takes them as they are, so in HCL they are escaped."""
    config = {"terraform": {"backend": {"local": {"path": "${a} %{b}.tfstate"}}}, "output": {"o": {"value": "v"}}}
    workspace = Workspace(tmp_path)
    workspace.write(config if file.endswith("json") else render(config), file)
    workspace.init()
    workspace.apply()
    assert (tmp_path / "${a} %{b}.tfstate").is_file()
