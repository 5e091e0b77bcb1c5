"""What the use cases need from outside, as protocols, one module per noun.

tests/contracts holds one suite per port, which runs on every adapter.

Any method may raise StoreUnavailableError (nothing was written) besides the errors it names; a write may also raise
OutcomeUnknownError (it may or may not have been carried out).
"""
