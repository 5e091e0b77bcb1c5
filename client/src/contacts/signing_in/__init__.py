"""Who the user is, to the service: the access token, and where it is kept."""
