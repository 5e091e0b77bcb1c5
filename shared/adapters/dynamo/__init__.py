"""Stores on DynamoDB, through PynamoDB."""
