"""What the use cases need from the outside, as protocols, one module for each noun.

tests/contracts holds one suite per port, run on every adapter.

Every method may raise StoreUnavailableError (nothing was written) besides the errors it names; a write may also raise
OutcomeUnknownError (it may or may not have happened).
"""
