"""What an account is: its rules, passwords, sign-in limits."""
