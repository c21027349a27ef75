"""A queue in which the clients take turns."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """Things that wait, each for a client; `pop` serves the clients in turn.

    Args:
        newest_first: give a client's newest thing first. Under overload the newest asker is the one still there to hear
            the answer, and a burst of slow queries does not stand before the small one that follows it.
    """

    def __init__(self, *, newest_first: bool = False) -> None:
        self._newest_first = newest_first
        self._lines: OrderedDict[str, deque[Item]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def push(self, client: str, item: Item) -> None:
        """Add a thing of a client's."""
        self._lines.setdefault(client, deque()).append(item)
        self._length += 1

    def pop(self) -> Item:
        """Remove and return the next thing; its client goes to the end of the turn.

        Raises:
            KeyError: the queue is empty.
        """
        client, line = self._lines.popitem(last=False)
        item = line.pop() if self._newest_first else line.popleft()
        if line:
            self._lines[client] = line
        self._length -= 1
        return item

    def remove(self, client: str, item: Item) -> bool:
        """Take a thing out of the line; False if it is not there."""
        line = self._lines.get(client)
        if line is None or item not in line:
            return False
        line.remove(item)
        self._length -= 1
        if not line:
            del self._lines[client]
        return True

    def waiting(self, client: str) -> int:
        """Return how many things of a client's wait."""
        return len(self._lines.get(client, ()))

    def longest(self) -> tuple[str, int]:
        """Return the client with the most things waiting, and how many.

        Raises:
            ValueError: the queue is empty.
        """
        client = max(self._lines, key=lambda name: len(self._lines[name]))
        return client, len(self._lines[client])

    def drop_newest(self, client: str) -> Item:
        """Remove and return a client's newest thing.

        Raises:
            KeyError: it has none.
        """
        line = self._lines[client]
        item = line.pop()
        self._length -= 1
        if not line:
            del self._lines[client]
        return item
