"""Talking to AWS: a transport of our own that loads next to nothing, and botocore in its place by a setting."""
