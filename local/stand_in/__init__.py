"""A stand-in for the AWS services that the product uses, on this machine only and without an account.

It speaks the real protocols over HTTP on 127.0.0.1: DynamoDB with its streams, S3, SQS, EventBridge, SES, SSM.
With a folder it stores its data there, at most five seconds late even if it is killed, and objects of S3 at once;
without one, the data is lost when it stops. Example::

    with running(folder) as aws:
        create_tables(aws.client("dynamodb"), template.tables.values())
"""

from local.stand_in.aws import ACCESS_KEYS, REGION, RunningStandIn, StandIn, running, start

__all__ = ["ACCESS_KEYS", "REGION", "RunningStandIn", "StandIn", "running", "start"]
