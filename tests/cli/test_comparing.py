"""What differs between two versions: paragraphs of Markdown, and lists in their order."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.comparing import Change, changes, compared, paragraphs

ROW: dict[str, Any] = {
    "content": "",
    "base_content": "",
    "objectives": [],
    "base_objectives": [],
    "sources": [],
    "base_sources": [],
}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n \r\n", [], id="blanks"),
        pytest.param("one", ["one"], id="one"),
        pytest.param("\n\none\n", ["one"], id="blank lines around"),
        pytest.param("a\nb\n\nc", ["a\nb", "c"], id="lines of a paragraph"),
        pytest.param("a\n\n\n\nb", ["a", "b"], id="several blank lines"),
        pytest.param("a\n \t \nb", ["a", "b"], id="blank lines with blanks"),
        pytest.param("a\r\nb\r\n\r\nc\r\n", ["a\nb", "c"], id="line ends of Windows"),
        pytest.param("1. a\n\n   b", ["1. a", "   b"], id="indent, which is meant"),
        pytest.param("a  \nb  ", ["a  \nb"], id="a line break, which is meant"),
        pytest.param("a\n\u00a0\nb", ["a\n\u00a0\nb"], id="no blank of Markdown"),
    ],
)
def test_paragraphs(content: str, expected: list[str]) -> None:
    assert paragraphs(content) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("", "", "", id="nothing"),
        pytest.param("", "ab", "+a +b", id="all new"),
        pytest.param("ab", "", "-a -b", id="all gone"),
        pytest.param("abc", "abc", " a  b  c", id="all the same"),
        pytest.param("abc", "axc", " a -b +x  c", id="one changed"),
        pytest.param("abcd", "axyd", " a -b -c +x +y  d", id="two changed"),
        pytest.param("ac", "abc", " a +b  c", id="one put in between"),
        pytest.param("abc", "ac", " a -b  c", id="one taken out"),
        pytest.param("aa", "aaa", " a  a +a", id="the same again"),
        pytest.param("abc", "xyz", "-a -b -c +x +y +z", id="nothing in common"),
    ],
)
def test_changes(before: str, after: str, expected: str) -> None:
    signs = {"same": " ", "removed": "-", "added": "+"}
    found = changes(list(before), list(after))
    assert " ".join(signs[each.change] + each.text for each in found) == expected


def test_both_lists_can_be_read_from_the_changes() -> None:
    before = [str(number % 7) for number in range(300)]
    after = [str(number % 5) for number in range(300)]
    found = changes(before, after)
    assert [each.text for each in found if each.change != "added"] == before
    assert [each.text for each in found if each.change != "removed"] == after


def test_a_moved_paragraph_is_removed_and_added() -> None:
    found = changes(["a", "b", "c"], ["b", "c", "a"])
    assert sorted((each.change, each.text) for each in found) == [
        *(("added", "a"), ("removed", "a")),
        *(("same", "b"), ("same", "c")),
    ]


def test_a_first_version_is_compared_with_nothing() -> None:
    row = ROW | {
        "content": "a\n\nb",
        "sources": ["S@1"],
        **dict.fromkeys(("base_content", "base_objectives", "base_sources")),
    }
    assert compared(row) == {
        "content": [Change("added", "a"), Change("added", "b")],
        "objectives": [],
        "sources": [Change("added", "S@1")],
    }


def test_each_part_has_its_own_changes() -> None:
    row = ROW | {
        "base_content": "a\r\n\r\nb",
        "content": "a\n\nb\n",
        "base_objectives": ["Lock", "Tag"],
        "objectives": ["Tag", "Lock"],
        "base_sources": ["S@1"],
        "sources": ["S@2"],
    }
    parts = compared(row)
    assert [each.change for each in parts["content"]] == ["same", "same"]
    assert {each.change for each in parts["objectives"]} == {"removed", "same", "added"}
    assert parts["sources"] == [Change("removed", "S@1"), Change("added", "S@2")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("- a\n\n  b", "- a\n\nb", id="out of the list"),
        pytest.param("a\n\nb", "a\n\n    b", id="into a block of code"),
        pytest.param("    a", "a", id="out of a block of code"),
        pytest.param("a\nb", "a\n\nb", id="two paragraphs of one"),
        pytest.param("a b", "a  b", id="blanks within"),
        pytest.param("a", "A", id="letter case"),
        pytest.param("\u00e9", "e\u0301", id="other characters that look alike"),
    ],
)
def test_a_small_change_is_one(before: str, after: str) -> None:
    parts = compared(ROW | {"base_content": before, "content": after})
    assert {each.change for each in parts["content"]} >= {"removed", "added"}
