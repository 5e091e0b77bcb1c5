"""Who the user is, to the service: the tokens, where they are kept, and how they are renewed."""
