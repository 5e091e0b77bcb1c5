"""The use cases, and the ports through which they reach stores, mail and clocks.

A module that endpoints depend on declares in ``RAISES`` which errors a client has to reckon with whatever it asks for;
the OpenAPI document reads that. What one parameter may bring about, a contact's id for example, is not among them.
"""
