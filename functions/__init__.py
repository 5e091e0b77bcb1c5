"""The endpoints: one module each, each a Lambda function of its own."""

import gc

from shared.settings import load_settings

if load_settings().inside_lambda:
    gc.disable()  # importing makes next to no garbage; wiring.prepare starts it again
