"""Talking to AWS: a lean transport of our own, which loads next to nothing, or botocore's if a setting says so."""
