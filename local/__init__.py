"""Runs the product on one machine: the functions, the AWS services they use, and a console.

Start it with ``make run`` or ``python -m local``. Nothing in ``functions`` or ``shared`` imports this package.
"""
