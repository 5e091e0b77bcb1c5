"""Finding contacts by words and tags."""
