"""DynamoDB on one machine: its protocol, over a SQLite file.

It implements the operations that the product, its tools and its tests use, by the documentation of DynamoDB, and
refuses all others. What has been answered is on the disk. One process uses a file at a time.
"""

from local.dynamodb.server import DynamoServer, is_for_dynamodb, operation_of

__all__ = ["DynamoServer", "is_for_dynamodb", "operation_of"]
