"""The endpoints: one module each, each a Lambda function of its own."""
