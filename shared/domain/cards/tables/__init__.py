"""Cards in tables: CSV and tab-separated files of all programs, and the LDIF of Thunderbird.

``describing.describe`` looks at a whole file and tells what it is; ``reading.read`` makes cards of it. A file is never
held in memory, and no byte of it raises an error: what is odd becomes a notice.
"""
