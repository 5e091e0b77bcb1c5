"""The functions: one module each, deployed as a Lambda function of its own."""
# ruff: noqa: E402 - use_compiled_methods() has to come first: it makes all later imports cheaper

from shared.compiled_ahead import use_compiled_methods

use_compiled_methods()

import gc

from shared.settings import load_settings

if load_settings().inside_lambda:
    gc.disable()  # imports make next to no garbage; shared.wiring.process.prepare enables it again
