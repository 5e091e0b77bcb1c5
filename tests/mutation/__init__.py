"""Mutation testing: the code that decides who somebody is, broken in thousands of ways that tests have to notice."""
