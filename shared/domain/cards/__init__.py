"""Contact cards in the formats that other programs read and write: vCard, jCard, JSContact, CSV, LDIF."""
