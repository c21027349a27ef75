"""The examples in the docstrings of the documents and extraction rooms run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import kg.documents
import kg.extraction

MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (kg.documents, kg.extraction)
    for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
