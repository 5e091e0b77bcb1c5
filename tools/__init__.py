"""Builds and operates the product: template, artifact, OpenAPI document, docs, runbook commands.

Nothing here is deployed; `functions` and `shared` never import it.
"""
