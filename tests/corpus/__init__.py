"""Cards from contacts and back, compared: ``make corpus CARDS=folder`` says what is lost on the way."""
