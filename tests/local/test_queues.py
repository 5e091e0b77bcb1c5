from __future__ import annotations

import json
from dataclasses import replace
from uuid import uuid4

from local.queues import create_queues
from local.stand_in import StandIn
from tools.template import Queue


def test_queues_are_created_once_and_follow_the_template(aws: StandIn) -> None:
    sqs, name = aws.client("sqs"), f"tasks-{uuid4().hex}"
    letters = Queue(logical_id="L", name=f"{name}-letters", url="", attributes={"MessageRetentionPeriod": "1209600"})
    redrive = {
        "deadLetterTargetArn": f"arn:aws:sqs:us-east-1:000000000000:{letters.name}",
        "maxReceiveCount": 5,
    }
    tasks = Queue(
        logical_id="T", name=name, url="", attributes={"VisibilityTimeout": "360", "RedrivePolicy": json.dumps(redrive)}
    )
    create_queues(sqs, [tasks, letters])
    create_queues(sqs, [replace(tasks, attributes={**tasks.attributes, "VisibilityTimeout": "720"}), letters])
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "720"
    assert json.loads(attributes["RedrivePolicy"])["maxReceiveCount"] in {5, "5"}
