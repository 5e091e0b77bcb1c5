"""The use cases, and the ports through which they reach stores, mail and clocks."""
