"""Multipart forms as programs send them: names with brackets and without, everything a string."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from common.errors import InvalidInput, TooLarge
from speech.fields import NumberField

_BRACKETS = re.compile(r"([^\[\]]+)\[([^\[\]]*)\]")


class FormParser(MultiPartParser):
    """A form beyond the site's bounds is told as an error of its own."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RequestDataTooBig:
            raise TooLarge("The fields beside the file are too large together. Send shorter ones.") from None
        except (TooManyFieldsSent, TooManyFilesSent):
            raise InvalidInput("The form has too many parts.", code="too_many_parts") from None


def fields_of(form: QueryDict, *, lists: Collection[str], objects: Collection[str]) -> dict[str, Any]:
    """By their names without brackets. A field that nobody filled in is as if it were not there."""
    found: dict[str, Any] = {}
    for written, values in form.lists():
        name, key = _parted(written)
        filled = [value for value in values if value != ""]
        if name in lists and not key:
            found[name] = found.get(name, []) + filled
        elif name in objects and key:
            _put_into(found, name, key, _only(written, values))
        elif filled:
            _put(found, written, _only(written, values))
    return {name: value for name, value in found.items() if value != []}


def _parted(written: str) -> tuple[str, str]:
    """`a[]` and `a` are `a`; `a[b]` is `b` of `a`."""
    found = _BRACKETS.fullmatch(written)
    return (found[1], found[2]) if found else (written, "")


def _only(written: str, values: list[Any]) -> Any:
    if len(values) > 1:
        raise InvalidInput(f"{written[:80]!r} is there twice.", param=written[:80], code="repeated_parameter")
    return values[0]


def _put(found: dict[str, Any], name: str, value: Any) -> None:
    if name in found:
        raise _two_spellings(name)
    found[name] = value


def _put_into(found: dict[str, Any], name: str, key: str, value: Any) -> None:
    known = found.setdefault(name, {})
    if not isinstance(known, dict):
        raise _two_spellings(name)
    known[key] = value


def _two_spellings(name: str) -> InvalidInput:
    return InvalidInput(f"{name} is there in two spellings.", param=name, code="repeated_parameter")


class FormNumberField(NumberField):
    def to_internal_value(self, data: Any) -> float:
        return super().to_internal_value(number(data))


class FormTruthField(serializers.BooleanField):
    """As every library writes it: `true`, `True`."""

    WORDS: Mapping[str, bool] = {"true": True, "false": False}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data.lower() not in self.WORDS:
            raise serializers.ValidationError("Send true or false.")
        return self.WORDS[data.lower()]


class ManyField(serializers.ListField):
    """What is wrong with one of them is told of the field."""

    def __init__(self, *, child: serializers.Field, most: int, **kwargs: Any) -> None:
        super().__init__(child=child, required=False, **kwargs)
        self.most = most

    def to_internal_value(self, data: Any) -> list[Any]:
        if len(data) > self.most:
            raise serializers.ValidationError(f"{self.most} are the most here.")
        return [self.child.run_validation(each) for each in data]


def number(written: Any) -> Any:
    """As it is where it can't be read: the field then says what it wants."""
    try:
        return float(written) if isinstance(written, str) else written
    except ValueError:
        return written
