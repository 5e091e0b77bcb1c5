"""Operations of more than one change, and the tasks that carry them out in the background."""
