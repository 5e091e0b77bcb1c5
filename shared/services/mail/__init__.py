"""Mail: the text of messages, and sending them."""
