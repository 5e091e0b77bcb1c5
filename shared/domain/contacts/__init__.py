"""What a contact is: its details, rules, stored document, keys, birthdays."""
