"""Registration, verification of the e-mail address, sign-in."""
