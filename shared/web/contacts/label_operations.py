"""Bodies of operations on labels. They are apart from others, so that no other function loads them."""

from __future__ import annotations

from typing import Annotated

from shared.web.contacts.schemas.label_operations import LabelAssignmentIn, LabelMergerIn
from shared.web.http.json_body import json_body

LabelMerger = Annotated[LabelMergerIn, json_body(LabelMergerIn)]
LabelAssignment = Annotated[LabelAssignmentIn, json_body(LabelAssignmentIn)]
