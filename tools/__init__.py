"""Programs that build and operate the product: template, artifact, OpenAPI document, docs, runbook commands.

Nothing here is deployed; `functions` and `shared` never import it.
"""
