from __future__ import annotations

import pytest

from tools.endpoint.endpoint import Endpoint, EndpointError
from tools.endpoint.template_text import functions_in, with_function, with_throttle

PLAIN = """\
Resources:
  # The books
  BooksGetFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: functions.books.get.handler
      Description: Show a book  # with its pages
      Role: !GetAtt BooksRole.Arn
      LoggingConfig: {LogGroup: !Ref BooksLogs}
      Environment:
        Variables:
          SECRET_NAMES: jwt-keys
      MemorySize: 1769
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /books}}

  # The pages
  PagesTable:
    Type: AWS::DynamoDB::Table
"""
SHARED = """\
      Role: !GetAtt BooksRole.Arn
      LoggingConfig: {LogGroup: !Ref BooksLogs}
      Environment:
        Variables:
          SECRET_NAMES: jwt-keys
"""
DEEPER = "".join(f"  {line}\n" for line in SHARED.splitlines())
DEEPEST = "".join(f"    {line}\n" for line in SHARED.splitlines())
MERGED = "      <<: *books\n"
COUNT = Endpoint.named("books/count", "GET /books/{book_id}/count")
ADDED = """\

  BooksCountFunction:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: makefile}
    Properties:
%s      Handler: functions.books.count.handler
      Description: Count (books)
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: "/books/{book_id}/count"}}
        Head: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: HEAD, Path: "/books/{book_id}/count"}}
"""


def with_count(template: str) -> str:
    (like,) = functions_in(template)
    return with_function(template, COUNT, like)


def test_a_function_comes_after_those_of_its_area_and_nothing_else_changes() -> None:
    assert with_count(PLAIN) == PLAIN.replace("\n\n  # The pages", f"\n{ADDED % SHARED}\n  # The pages")


@pytest.mark.parametrize(
    "merged",
    [
        f"      <<: &books\n{DEEPER}",
        f"      <<:\n        - &books\n{DEEPEST}        - *hot\n",
        f"      <<:\n        - *hot\n        - &books\n{DEEPEST}",
    ],
    ids=["one", "first", "last"],
)
def test_what_functions_of_a_kind_share_is_merged_and_what_is_the_neighbours_own_is_left(merged: str) -> None:
    template = PLAIN.replace(SHARED, merged)
    assert with_count(template) == template.replace("\n\n  # The pages", f"\n{ADDED % MERGED}\n  # The pages")


def test_a_function_whose_kind_cannot_be_told_is_named() -> None:
    with pytest.raises(EndpointError, match=r"books\.get in template\.yaml has no Role"):
        with_count(PLAIN.replace("Role: !GetAtt BooksRole.Arn", "Tracing: Active"))


def test_a_route_gets_a_throttle_class_below_those_that_have_it() -> None:
    template = "      RouteSettings:\n        GET /a: &page\n          Rate: 1\n        GET /b: *page\n  Next: 1\n"
    assert with_throttle(template, COUNT, "page") == template.replace(
        "  Next",
        '        "GET /books/{book_id}/count": *page\n        "HEAD /books/{book_id}/count": *page\n  Next',
    )


def test_a_throttle_class_that_nobody_has_is_named() -> None:
    with pytest.raises(EndpointError, match=r"the throttle class \*page: add GET /books/.* by hand"):
        with_throttle(PLAIN, COUNT, "page")
