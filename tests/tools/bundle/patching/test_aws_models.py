"""What is left of botocore's descriptions of AWS."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.model import ServiceModel

from tools.bundle.patching.aws_models import AWS_OPERATIONS, reduced_model

MODEL: dict[str, Any] = {
    "metadata": {"endpointPrefix": "books"},
    "documentation": "<p>Keeps books.</p>",
    "operations": {
        "GetBook": {
            "name": "GetBook",
            "input": {"shape": "GetBookInput"},
            "errors": [{"shape": "Gone", "documentation": "<p>It is no more.</p>"}],
            "documentation": "<p>Gets a book.</p>",
        },
        "BurnBook": {"name": "BurnBook", "input": {"shape": "BurnBookInput"}},
    },
    "shapes": {
        "GetBookInput": {"type": "structure", "members": {"documentation": {"shape": "Text"}}},
        "BurnBookInput": {"type": "structure", "members": {"reason": {"shape": "Reason"}}},
        "Reason": {"type": "string"},
        "Text": {"type": "list", "member": {"shape": "Line", "documentation": "<p>A line.</p>"}},
        "Line": {"type": "string", "documentation": "<p>Of a text.</p>"},
        "Gone": {"type": "structure", "members": {}, "exception": True},
    },
}


def test_operations_that_are_called_stay_with_the_shapes_that_they_reach() -> None:
    reduced = reduced_model(MODEL, {"GetBook"})
    assert list(reduced["operations"]) == ["GetBook"]
    assert sorted(reduced["shapes"]) == ["GetBookInput", "Gone", "Line", "Text"]
    assert reduced["metadata"] == MODEL["metadata"]


def test_documentation_goes_and_a_member_of_that_name_stays() -> None:
    reduced = reduced_model(MODEL, {"GetBook"})
    assert reduced["shapes"]["GetBookInput"]["members"] == {"documentation": {"shape": "Text"}}
    assert "<p>" not in str(reduced)


@pytest.mark.parametrize("service", AWS_OPERATIONS)
def test_an_operation_is_described_as_before(service: str) -> None:
    whole = ServiceModel(botocore.session.get_session().get_service_model(service)._service_description)
    reduced = ServiceModel(reduced_model(whole._service_description, AWS_OPERATIONS[service]))
    assert set(reduced.operation_names) == AWS_OPERATIONS[service]
    for name in AWS_OPERATIONS[service]:
        before, after = whole.operation_model(name), reduced.operation_model(name)
        assert after.http == before.http
        assert [shape.name for shape in after.error_shapes] == [shape.name for shape in before.error_shapes]
        for old, new in ((before.input_shape, after.input_shape), (before.output_shape, after.output_shape)):
            assert list(new.members) == list(old.members)
            assert new.required_members == old.required_members
