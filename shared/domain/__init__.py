"""What a contact, a book and an account are, and the rules for them. Standard library only, no I/O."""
