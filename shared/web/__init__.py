"""From API Gateway's events to calls of one service method, and back to answers."""
