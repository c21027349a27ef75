"""A full report that is kept up to date: after a change only what the change can touch is looked at again.

There are three kinds of rules (`cts:meets` and `cts:parts` in `shapes/rules` tell them apart). A rule within a plan
runs again on the plans that the change touches, each cut out of the store. A rule that holds a plan against those of
related places sees the rows of these besides. A rule that compares all plans sees, of each item of the touched plans,
only the rows that stand for the others (`kg.validation.classes`). So the work does not grow with the plans that stay.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Final

import pyoxigraph as ox

from kg.validation.catalogue import Rule, load_catalogue
from kg.validation.classes import Classes, Key, Sharing
from kg.validation.engine import SparqlEngine, all_threads
from kg.validation.model import Finding, Report
from kg.validation.report import assembled, counted, engine_on, solved
from kg.validation.slices import Slices, shared_nodes

_MANY: Final = 32
"""A change that touches more plans than this (a level renamed, say) is answered by a full run."""


class Ledger:
    """The findings of a store, and what it takes to change them.

    >>> ledger = Ledger(store)  # doctest: +SKIP
    >>> ledger.update(removed=plan_as_it_was, added=plan_as_it_is)  # doctest: +SKIP
    >>> ledger.report == validate_graph(store)  # doctest: +SKIP
    True
    """

    def __init__(self, store: ox.Store, found: Iterable[Finding] | None = None) -> None:
        """Take note of what there is.

        Args:
            store: is kept, and written to by `update`.
            found: what `validate_graph` finds in the store as it is, if that is known; None = every rule runs, once.
        """
        self._store = store
        self._catalogue = load_catalogue()
        self._slices = Slices(store, self._catalogue)
        self._within = [rule for rule in self._catalogue if rule.scope.within]
        self._meeting: dict[str, list[Rule]] = defaultdict(
            list
        )  # by what they meet: rules that meet the same run at once
        for rule in self._catalogue:
            if rule.scope.meets:
                self._meeting[rule.scope.meets].append(rule)
        self._comparing = [rule for rule in self._catalogue if rule.scope.parts]
        self._start(found)

    @property
    def report(self) -> Report:
        """What `validate_graph` says of the store as it is now."""
        return assembled(self._catalogue, self._findings.values(), {**self._counts, **self._sharing.counts()})

    def update(self, removed: Collection[ox.Quad], added: Collection[ox.Quad]) -> tuple[Finding, ...]:
        """Take quads out of the store, put others in, and judge again what that touches.

        Args:
            removed: all that goes from the graphs of plans, the mappings and the reference graph. Inferred quads and
                findings have no effect on what rules say and may be left out.
            added: all that comes, likewise.

        Returns:
            The findings, in no order, that one of the changed plans is a side of.
        """
        quads = [*removed, *added]
        changed = self._slices.holders(quads)
        nodes = shared_nodes(quads, changed)
        touched, counts = changed | self._slices.seeing(nodes), self._counts_of(changed)
        for quad in removed:
            self._store.remove(quad)
        self._store.extend(added)
        touched |= self._slices.seeing(nodes)
        if len(touched) > _MANY:
            self._start()
        else:
            self._counts.subtract(counts)
            self._judge(touched, changed)
        told = {key for plan in changed for key in self._of_plan[plan]}
        return tuple(self._findings[key] for key in told & self._findings.keys())

    def _start(self, found: Iterable[Finding] | None = None) -> None:
        engine = SparqlEngine(self._store, self._catalogue, all_threads())
        self._findings: dict[str, Finding] = {}
        self._of_plan: dict[str | None, set[str]] = defaultdict(set)
        self._of_key: dict[Key, set[str]] = defaultdict(set)
        self._classes = Classes(rule.code for rule in self._comparing if rule.scope.ends)
        self._sharing = Sharing()
        self._counts = Counter(counted(engine, shared=False))
        self._enter(engine)
        if found is None:
            self._find(engine, self._catalogue, lambda _finding, _key: True)
        for finding in found or ():
            self._keep(finding, (finding.code, self._slices.item(finding.focus.iri)))

    def _judge(self, touched: set[str], changed: set[str]) -> None:
        keys = {key for plan in touched for key in self._classes.keys(plan)}
        for plan in touched:
            self._forget(plan)
        for plan in touched:
            alone = self._look_at(plan)
            if plan in changed:
                self._counts.update(counted(alone, shared=False))
            keys |= self._classes.keys(plan)
        self._compare(keys)

    def _forget(self, plan: str) -> None:
        """Drop the findings that `plan` is a side of, and its parts in what rules compare."""
        self._drop(self._of_plan[plan])
        self._classes.drop(plan)
        self._sharing.drop(plan)

    def _look_at(self, plan: str) -> SparqlEngine:
        """Run the rules within `plan`, and those that hold it against the plans of related places.

        Returns:
            The engine on the plan alone.
        """
        own, items = self._slices.plan(plan), self._slices.items(plan)
        alone, whole = engine_on(own, self._catalogue), SparqlEngine(self._store, self._catalogue)
        self._enter(alone)
        self._find(alone, self._within, lambda finding, _: finding.plan == plan)
        for rules in self._meeting.values():
            rows = [row for other in whole.met(rules[0], plan) for row in self._slices.rows_of(other, items)]
            both = engine_on([*own, *self._slices.rows(rows)], self._catalogue)
            self._find(both, rules, lambda finding, _: finding.touches(plan))
        return alone

    def _compare(self, keys: set[Key]) -> None:
        """Run the rules that compare all plans, for some items, on the rows that stand for the others."""
        for key in keys:
            self._drop(self._of_key[key])
        engine = engine_on(self._slices.rows(self._classes.standing(keys)), self._catalogue)
        self._find(engine, self._comparing, lambda _, key: key in keys)

    def _enter(self, engine: SparqlEngine) -> None:
        """Note what the plans of the engine's store have a part in and share."""
        for rule in self._comparing:
            self._classes.add(engine.parts(rule))
        for population in self._catalogue.populations:
            self._sharing.add(population.iri, engine.members(population))

    def _find(self, engine: SparqlEngine, rules: Iterable[Rule], wanted: Callable[[Finding, Key], bool]) -> None:
        """Keep the wanted findings of some rules; a rule that compares says of which item (`?item`) a finding is."""
        for solution, finding in solved(engine, rules, self._store):
            key = finding.code, str(getattr(solution.bindings.get("item"), "value", ""))
            if wanted(finding, key):
                self._keep(finding, key)

    def _keep(self, finding: Finding, key: Key) -> None:
        self._findings[finding.fingerprint] = finding
        self._of_key[key].add(finding.fingerprint)
        for side in (finding.focus, finding.other):
            self._of_plan[side.plan if side else None].add(finding.fingerprint)

    def _drop(self, fingerprints: set[str]) -> None:
        for fingerprint in fingerprints:
            self._findings.pop(fingerprint, None)
        fingerprints.clear()

    def _counts_of(self, plans: Iterable[str]) -> Counter[str]:
        counts = Counter[str]()
        for plan in plans:
            counts.update(counted(engine_on(self._slices.plan(plan), self._catalogue), shared=False))
        return counts
