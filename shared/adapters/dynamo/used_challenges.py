"""The challenges that were used, in DynamoDB's Ephemeral table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.exceptions import PutError

from shared.adapters.dynamo.challenge_items import ChallengeItem
from shared.adapters.dynamo.faults import is_failed_condition, write_faults
from shared.services.ports.conflicts import ProofUsedError

if TYPE_CHECKING:
    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.challenges import Challenge


class DynamoUsedChallenges:
    """A ports.UsedChallenges."""

    def __init__(self, database: Database, *, ephemeral_table: str) -> None:
        self._challenges = database.bind(ChallengeItem, ephemeral_table)

    def add(self, challenge: Challenge) -> None:
        """See ports.UsedChallenges."""
        try:
            with write_faults():
                self._challenges.of(challenge).save(condition=ChallengeItem.pk.does_not_exist())
        except PutError as error:
            if not is_failed_condition(error):
                raise
            raise ProofUsedError("the challenge was used before") from error
