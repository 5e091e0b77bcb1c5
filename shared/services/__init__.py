"""The use cases, and the ports (ports.py) through which they reach stores, mail and clocks."""
