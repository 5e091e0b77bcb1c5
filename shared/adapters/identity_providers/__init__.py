"""Providers of identities: OpenID Connect in the dialects of Google, Microsoft and Apple, and GitHub's OAuth 2.0."""
