"""A miniature product: a template and handlers that are independent of the real ones."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.template import Template, load_template

HEADER = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String, AllowedValues: [local, prod], Default: local}
  PublicUrl: {Type: String, Default: http://127.0.0.1:8000}
  AwsEndpoint: {Type: String, Default: ""}
"""

API = (
    HEADER
    + """
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration:
        AllowOrigins: [http://localhost:3000]
        AllowMethods: [GET, POST]
        AllowHeaders: [authorization, if-match]
        ExposeHeaders: [etag, location]
        MaxAge: 600
      DefaultRouteSettings: {ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100}
      RouteSettings:
        POST /login: {ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2}
  EchoFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: tests.support.sample_template.echo
      Timeout: 10
      MemorySize: 512
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /things}}
        Post: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: /things}}
        One: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: "/things/{thing_id}"}}
        Default: {Type: HttpApi, Properties: {ApiId: !Ref Api}}
  LoginFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: tests.support.sample_template.login
      Events:
        Post: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: /login}}
  CrashFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: tests.support.sample_template.crash
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /crash}}
  MalformedFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: tests.support.sample_template.malformed
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /malformed}}
  HugeFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: tests.support.sample_template.huge
      Timeout: 10
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /huge}}
  SlowFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: tests.support.sample_template.slow
      Timeout: 0.05
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /slow}}
  MissingFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: tests.support.sample_template.no_such_handler
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /missing}}
"""
)


def template_of(folder: Path, text: str, parameters: Mapping[str, str] | None = None) -> Template:
    """Write a template into a folder, and load it."""
    path = folder / "template.yaml"
    path.write_text(text, encoding="utf-8")
    return load_template(path, parameters)


def echo(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return the event and the members of the context, as JSON."""
    return {"event": event, "function": context.function_name, "memory": context.memory_limit_in_mb}


def login(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return a response with cookies and headers of its own."""
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/problem+json", "Access-Control-Allow-Origin": "*"},
        "cookies": ["a=1; Path=/", "b=2"],
        "body": "{}",
    }


def crash(event: dict[str, Any], context: Any) -> None:
    """Raise an error that nothing handles."""
    raise RuntimeError("a bug")


def malformed(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return what API Gateway cannot make a response of."""
    return {"statusCode": "no number"}


def huge(event: dict[str, Any], context: Any) -> str:
    """Return more than Lambda's 6 MB."""
    return "x" * (7 * 1024 * 1024)


def slow(event: dict[str, Any], context: Any) -> str:
    """Return after half a second."""
    time.sleep(0.5)
    return "late"
