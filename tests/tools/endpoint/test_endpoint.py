from __future__ import annotations

import pytest

from tools.endpoint.endpoint import Endpoint, EndpointError


def test_an_endpoint_has_one_name_in_all_places() -> None:
    endpoint = Endpoint.named("profile/upload_avatar", "POST /api/v1/auth/me/{kind}")
    assert (endpoint.name, endpoint.file, endpoint.logical_id, endpoint.parameters, endpoint.reads) == (
        "profile.upload_avatar", "profile/upload_avatar", "ProfileUploadAvatarFunction", ("kind",), False
    )  # fmt: skip


@pytest.mark.parametrize("name", ["count", "contacts/", "Contacts/count", "contacts/count-all", "a/b/c", ""])
def test_a_name_that_is_no_area_and_verb_is_refused(name: str) -> None:
    with pytest.raises(EndpointError, match=r"NAME is an area and a verb .* make endpoint NAME="):
        Endpoint.named(name, "GET /api/v1/contacts/count")


@pytest.mark.parametrize("verb", ["import", "test_count"])
def test_a_verb_that_no_module_can_be_called_is_refused(verb: str) -> None:
    with pytest.raises(EndpointError, match="choose another verb"):
        Endpoint.named(f"contacts/{verb}", "GET /api/v1/contacts/count")


@pytest.mark.parametrize("route", ["", "/api/v1/contacts", "get /api/v1/contacts", "GET contacts", "HEAD /health"])
def test_a_route_that_is_no_method_and_path_is_refused(route: str) -> None:
    with pytest.raises(EndpointError, match=r"ROUTE is one of GET, .* make endpoint NAME="):
        Endpoint.named("contacts/count", route)


@pytest.mark.parametrize("path", ["/api//count", "/api/Count", "/api/{Id}", "/api/{contact}x", "/api/a_b", "/api/"])
def test_a_path_that_is_not_like_the_others_is_refused(path: str) -> None:
    with pytest.raises(EndpointError, match="has the segment"):
        Endpoint.named("contacts/count", f"GET {path}")
