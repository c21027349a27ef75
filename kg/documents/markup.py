"""Printed text without the markup that a copy carries: `<b>`, `**`, `#`, HTML entities."""

from __future__ import annotations

import html
import re
from typing import Final

_TAG_NAMES: Final = "b|i|u|s|em|strong|span|font|p|div|a|sup|sub|small|center|h[1-6]|t[dhr]|table|tbody|thead|li|ul|ol"
_TAG: Final = re.compile(rf"</?(?:{_TAG_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_OPENED: Final = re.compile(rf"(?<=[(\[])\s+(?=<(?:{_TAG_NAMES})\b)", re.IGNORECASE)
_CLOSED: Final = re.compile(rf"(</(?:{_TAG_NAMES})>)\s+(?=[)\]])", re.IGNORECASE)
_STARS: Final = re.compile(r"(?<![\w*])(\*{1,3}|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_HEADING: Final = re.compile(r"^\s*#{1,6}\s+")
_ENTITY: Final = re.compile(r"&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
_STRONG: Final = re.compile(r"<(?:b|strong|h[1-6])\b|(?<!\w)(\*\*|__)(?=\S)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return `text` without markup; `<br>` becomes a newline, a space inside brackets that only set off a tag goes.

    >>> plain("tốc độ ( <i>đạt 40 Mbps</i> )")
    'tốc độ (đạt 40 Mbps)'
    """
    if "<" in text:
        text = _CLOSED.sub(r"\1", _OPENED.sub("", text))
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "*" in text or "__" in text:
        text = _STARS.sub(r"\2", text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return _HEADING.sub("", text).strip()


def is_emphasised(text: str) -> bool:
    """Tell whether the markup of `text` says bold or heading.

    >>> is_emphasised("**PHỤ LỤC 4**"), is_emphasised("tỷ lệ * điểm tối đa")
    (True, False)
    """
    return bool(_STRONG.search(text) or _HEADING.match(text))
