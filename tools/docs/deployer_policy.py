"""docs/deployer-policy.json: what whoever deploys a stage may do, by the types of the resources in the template."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.template.document import read_document

Statement = dict[str, Any]
STACKS = "contacts-api-*"
"""The names of stacks, and the beginning of the names of everything in them."""
MAX_CHARACTERS = 6_144
"""Of a managed policy, without white space (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)."""

_MADE_BY_SAM: Mapping[str, Sequence[str]] = {
    "AWS::Serverless::Function": (
        *("AWS::Lambda::Function", "AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::Lambda::Permission"),
        *("AWS::Lambda::EventInvokeConfig", "AWS::Lambda::EventSourceMapping", "AWS::IAM::Role"),
        *("AWS::Events::Rule", "AWS::Scheduler::Schedule"),
        *("AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup"),
    ),
    "AWS::Serverless::HttpApi": ("AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage"),
}
"""What a type of SAM becomes: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html"""

_LAMBDA = f"arn:aws:lambda:*:*:function:{STACKS}"
_APIS = ("arn:aws:apigateway:*::/apis", "arn:aws:apigateway:*::/apis/*", "arn:aws:apigateway:*::/tags/*")
_BUCKETS = f"arn:aws:s3:::{STACKS}"
_TAGS = "TagResource UntagResource"
_ROLES = (
    "CreateRole DeleteRole GetRole UpdateRole UpdateAssumeRolePolicy TagRole UntagRole *RolePolicy "
    "ListRolePolicies ListAttachedRolePolicies"
)
_EVERYWHERE = ("*",)

NEEDS: Mapping[str, tuple[str, str, Sequence[str]]] = {
    "AWS::ApiGatewayV2::Api": ("apigateway", f"GET POST PUT PATCH DELETE {_TAGS}", _APIS),
    "AWS::ApiGatewayV2::Stage": ("apigateway", f"GET POST PUT PATCH DELETE {_TAGS}", _APIS),
    "AWS::Budgets::Budget": (
        "budgets",
        f"ViewBudget ModifyBudget {_TAGS} ListTagsForResource",
        (f"arn:aws:budgets::*:budget/{STACKS}",),
    ),
    "AWS::CloudWatch::Alarm": (
        "cloudwatch",
        f"PutMetricAlarm DeleteAlarms DescribeAlarms {_TAGS} ListTagsForResource",
        (f"arn:aws:cloudwatch:*:*:alarm:{STACKS}",),
    ),
    "AWS::CloudWatch::Dashboard": (
        "cloudwatch",
        "PutDashboard GetDashboard DeleteDashboards",
        (f"arn:aws:cloudwatch::*:dashboard/{STACKS}",),
    ),
    "AWS::CodeDeploy::Application": (
        "codedeploy",
        "CreateApplication DeleteApplication GetApplication TagResource",
        (f"arn:aws:codedeploy:*:*:application:{STACKS}",),
    ),
    "AWS::CodeDeploy::DeploymentGroup": (
        "codedeploy",
        (
            "*DeploymentGroup CreateDeployment GetDeployment GetDeploymentConfig RegisterApplicationRevision "
            "GetApplicationRevision"
        ),
        (f"arn:aws:codedeploy:*:*:*:{STACKS}", "arn:aws:codedeploy:*:*:deploymentconfig:*"),
    ),
    "AWS::DynamoDB::Table": (
        "dynamodb",
        (
            f"CreateTable DeleteTable DescribeTable UpdateTable {_TAGS} ListTagsOfResource DescribeTimeToLive "
            "UpdateTimeToLive *ContinuousBackups DescribeContributorInsights DescribeKinesisStreamingDestination "
            "GetResourcePolicy"
        ),
        (f"arn:aws:dynamodb:*:*:table/{STACKS}",),
    ),
    "AWS::Events::EventBus": (
        "events",
        f"CreateEventBus DeleteEventBus DescribeEventBus {_TAGS} ListTagsForResource",
        (f"arn:aws:events:*:*:event-bus/{STACKS}",),
    ),
    "AWS::Events::Rule": (
        "events",
        f"PutRule DeleteRule DescribeRule PutTargets RemoveTargets ListTargetsByRule {_TAGS}",
        (f"arn:aws:events:*:*:rule/{STACKS}",),
    ),
    "AWS::IAM::Policy": ("iam", _ROLES, (f"arn:aws:iam::*:role/{STACKS}",)),
    "AWS::IAM::Role": ("iam", _ROLES, (f"arn:aws:iam::*:role/{STACKS}",)),
    "AWS::Lambda::Alias": ("lambda", "*Alias *ProvisionedConcurrencyConfig", (_LAMBDA,)),
    "AWS::Lambda::EventInvokeConfig": ("lambda", "*FunctionEventInvokeConfig", (_LAMBDA,)),
    "AWS::Lambda::EventSourceMapping": ("lambda", "*EventSourceMapping", _EVERYWHERE),
    "AWS::Lambda::Function": (
        "lambda",
        (
            f"CreateFunction DeleteFunction GetFunction* UpdateFunction* *FunctionConcurrency {_TAGS} ListTags "
            "GetRuntimeManagementConfig"
        ),
        (_LAMBDA,),
    ),
    "AWS::Lambda::Permission": ("lambda", "AddPermission RemovePermission GetPolicy", (_LAMBDA,)),
    "AWS::Lambda::Version": ("lambda", "PublishVersion ListVersionsByFunction", (_LAMBDA,)),
    "AWS::Logs::LogGroup": (
        "logs",
        (
            f"CreateLogGroup DeleteLogGroup DescribeLogGroups PutRetentionPolicy DeleteRetentionPolicy {_TAGS} "
            "ListTagsForResource *LogDelivery ListLogDeliveries PutResourcePolicy DescribeResourcePolicies"
        ),
        _EVERYWHERE,
    ),
    "AWS::S3::Bucket": (
        "s3",
        "CreateBucket DeleteBucket GetBucket* PutBucket* *LifecycleConfiguration *EncryptionConfiguration",
        (_BUCKETS,),
    ),
    "AWS::S3::BucketPolicy": ("s3", "DeleteBucketPolicy", (_BUCKETS,)),
    "AWS::SES::ConfigurationSet": (
        "ses",
        "CreateConfigurationSet DeleteConfigurationSet GetConfigurationSet PutConfigurationSet*",
        (f"arn:aws:ses:*:*:configuration-set/{STACKS}",),
    ),
    "AWS::SES::ConfigurationSetEventDestination": (
        "ses",
        "*ConfigurationSetEventDestination*",
        (f"arn:aws:ses:*:*:configuration-set/{STACKS}",),
    ),
    "AWS::SNS::Topic": (
        "sns",
        (
            "CreateTopic DeleteTopic *TopicAttributes Subscribe Unsubscribe ListSubscriptionsByTopic "
            f"GetDataProtectionPolicy {_TAGS} ListTagsForResource"
        ),
        (f"arn:aws:sns:*:*:{STACKS}",),
    ),
    "AWS::SQS::Queue": (
        "sqs",
        "CreateQueue DeleteQueue *QueueAttributes GetQueueUrl TagQueue UntagQueue ListQueueTags",
        (f"arn:aws:sqs:*:*:{STACKS}",),
    ),
    "AWS::Scheduler::Schedule": (
        "scheduler",
        "*Schedule",
        (f"arn:aws:scheduler:*:*:schedule/default/{STACKS}",),
    ),
}
"""By type of resource: the service, what CloudFormation calls to make, change, read and remove one, and which."""

_OF_DEPLOYMENTS: Sequence[Statement] = (
    {
        "Effect": "Allow",
        "Action": [
            *("cloudformation:*ChangeSet", "cloudformation:CreateStack", "cloudformation:DeleteStack"),
            *("cloudformation:DescribeStack*", "cloudformation:GetTemplate*", "cloudformation:ListStackResources"),
            *("cloudformation:TagResource", "cloudformation:UpdateStack"),
        ],
        "Resource": [
            f"arn:aws:cloudformation:*:*:stack/{STACKS}",
            "arn:aws:cloudformation:*:*:stack/aws-sam-cli-managed-default/*",
            "arn:aws:cloudformation:*:aws:transform/Serverless-2016-10-31",
        ],
    },
    {
        "Effect": "Allow",
        "Action": ["cloudformation:GetTemplateSummary", "cloudformation:ValidateTemplate"],
        "Resource": "*",
    },
    {
        "Effect": "Allow",
        "Action": [
            *("s3:CreateBucket", "s3:GetBucket*", "s3:PutBucket*", "s3:PutEncryptionConfiguration", "s3:ListBucket"),
            *("s3:GetObject", "s3:PutObject"),
        ],
        "Resource": "arn:aws:s3:::aws-sam-cli-managed-default-*",
    },
    {
        "Effect": "Allow",
        "Action": "iam:PassRole",
        "Resource": f"arn:aws:iam::*:role/{STACKS}",
        "Condition": {
            "StringEquals": {
                "iam:PassedToService": ["codedeploy.amazonaws.com", "lambda.amazonaws.com", "scheduler.amazonaws.com"]
            }
        },
    },
    {"Effect": "Allow", "Action": "ssm:GetParameters", "Resource": "arn:aws:ssm:*:*:parameter/contacts-api/*"},
)
"""What the deployment itself does: change sets, the bucket of artifacts, roles for functions, the look at secrets."""


def deployed_types(root: Path) -> Sequence[str]:
    """Return the types of resources that the template becomes, sorted."""
    written = {resource["Type"] for resource in read_document(root / "template.yaml")["Resources"].values()}
    return sorted({made for each in written for made in _MADE_BY_SAM.get(each, (each,))})


def deployer_policy_page(root: Path) -> str:
    """Return the policy, with one statement for all that is done to the same resources."""
    statements = [*_of_resources(deployed_types(root)), *_OF_DEPLOYMENTS]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2) + "\n"


def _of_resources(types: Iterable[str]) -> Iterable[Statement]:
    by_resources: dict[tuple[str, ...], set[str]] = {}
    for each in types:
        service, actions, resources = NEEDS[each]
        by_resources.setdefault(tuple(resources), set()).update(f"{service}:{action}" for action in actions.split())
    for resources, allowed in by_resources.items():
        yield {
            "Effect": "Allow",
            "Action": sorted(allowed),
            "Resource": resources[0] if len(resources) == 1 else list(resources),
        }
