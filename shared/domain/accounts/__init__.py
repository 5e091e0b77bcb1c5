"""What an account is: its rules, passwords and sign-in limits."""
