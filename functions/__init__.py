"""The endpoints: one module each, each a Lambda function of its own."""
# ruff: noqa: E402 - what is imported first decides what all other imports cost

from shared.compiled_ahead import use_compiled

use_compiled()

import gc

from shared.settings import load_settings

if load_settings().inside_lambda:
    gc.disable()  # importing makes next to no garbage; shared.wiring.process.prepare starts it again
