"""The skeleton of a new endpoint, written in every place that needs it: ``make endpoint``."""
