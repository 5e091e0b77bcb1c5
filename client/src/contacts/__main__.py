"""``python -m contacts`` is the same as ``contacts``."""

import sys

from contacts.main import main

sys.exit(main())
