"""What a contact, a book and an account are, and which rules hold for them. Standard library only, no I/O."""
