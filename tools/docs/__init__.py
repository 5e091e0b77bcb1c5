"""The pages of docs/ that are generated from template.yaml and the code: ``make docs``."""
