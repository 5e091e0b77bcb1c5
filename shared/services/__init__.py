"""The use cases, and the ports (ports) through which they reach stores, mail and clocks."""
