"""What is written in the same transaction as a new version of an account, beside its profile.

``AccountWriter.change`` and ``AccountStore.update`` take any number of these; an area that keeps something of accounts
adds its own kind here, and to ``add_side_write`` of both adapters.
"""

from __future__ import annotations

from typing import TypeAlias

from shared.domain.accounts.factors import FactorsChange

SideWrite: TypeAlias = FactorsChange
