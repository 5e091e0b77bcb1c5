"""A stand-in for the AWS services that the product uses, on this machine only and without an account.

It speaks the real protocols over HTTP on 127.0.0.1: DynamoDB with its streams, S3, SQS, EventBridge, SES, SSM.
With a folder it stores its data there, and answers a write when it is on the disk, so that a kill loses nothing that
was answered; without one, the data is lost when it stops. Example::

    with running(folder) as aws:
        create_tables(aws.client("dynamodb"), template.tables.values())
"""

from local.stand_in.aws import ACCESS_KEYS, REGION, RunningStandIn, StandIn, launch, running, start

__all__ = ["ACCESS_KEYS", "REGION", "RunningStandIn", "StandIn", "launch", "running", "start"]
