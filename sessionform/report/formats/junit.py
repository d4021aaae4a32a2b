"""JUnit's XML, for whatever shows test results."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from sessionform.report.formats.renderer import of_remarks
from sessionform.report.remarks.remark import Remark


def _render(remarks: Iterable[Remark]) -> str:
    """JUnit's XML: a failed case a remark, a skipped one a note, and one that passes where there is nothing to say."""
    items = list(remarks)
    failed = [item for item in items if item.level != "note"]
    counts = {"tests": str(max(len(items), 1)), "failures": str(len(failed)), "errors": "0"}
    counts["skipped"] = str(len(items) - len(failed))
    root = ET.Element("testsuites", {"name": "sessionform", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "sessionform", **counts})
    for item in items:
        place = f"{item.place.file}:{item.place.line}"
        case = ET.SubElement(suite, "testcase", {"name": f"{item.code} at {place}", "classname": item.place.file})
        if item.level == "note":
            ET.SubElement(case, "skipped", {"message": item.message})
        else:
            failure = ET.SubElement(case, "failure", {"message": item.message, "type": item.level})
            failure.text = f"{place}\n{item.details}"
    if not items:
        ET.SubElement(suite, "testcase", {"name": "nothing to say", "classname": "sessionform"})
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


findings, review = of_remarks(_render)
