"""Which contacts of a book may be the same person or organization, and why."""
