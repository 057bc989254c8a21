"""How the API is described."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers, status

from common.api import ErrorSerializer
from common.numbers import LARGEST_ID


class ApiSchema(AutoSchema):
    """Describes a view by its `serializer_class` (out), `inputs` (in), `makes` (its POST answers
    201) and `repeats` (sent again, that answers 200).
    """

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "tag", "")]

    def get_summary(self) -> str:
        summaries = getattr(self.view, "summaries", {})
        return summaries.get(self.method) or super().get_summary()

    def get_operation_id(self) -> str:
        """Steps are called by their name: nothing is created by taking a claim."""
        named = super().get_operation_id()
        return named if getattr(self.view, "makes", False) else named.removesuffix("_create")

    def get_request_serializer(self) -> Any:
        return getattr(self.view, "inputs", {}).get(self.method)

    def get_response_serializers(self) -> Any:
        out = super().get_response_serializers()
        made = self.method == "POST" and getattr(self.view, "makes", False)
        codes = [status.HTTP_201_CREATED if made else status.HTTP_200_OK]
        if made and getattr(self.view, "repeats", False):
            codes.append(status.HTTP_200_OK)
        return dict.fromkeys(codes, out)

    def get_filter_backends(self) -> list[Any]:
        """Also where what is filtered is no list: figures, a timeline, an export."""
        filtered = self.method == "GET" and getattr(self.view, "filterset_class", None)
        return self.view.filter_backends if filtered else super().get_filter_backends()

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Whatever an operation says of its answers: it fails like all others."""
        codes = [400, 401, 403, 404, 429]
        if self.method != "GET":
            codes += [409, 413, 415, 422]
        errors = {str(code): self._error(str(code), direction) for code in sorted(codes)}
        return {**super()._get_response_bodies(direction), **errors}

    def _error(self, code: str, direction: Any) -> dict[str, Any]:
        return self._get_response_for_code(ErrorSerializer, code, direction=direction)

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        parameters = super()._resolve_path_parameters(variables)
        for each in parameters:
            if each["schema"].get("type") == "integer":
                each["schema"] |= {"minimum": 0, "maximum": LARGEST_ID, "format": "int64"}
        return parameters

    def _map_serializer_field(self, field: Any, *args: Any, **kwargs: Any) -> Any:
        """A row holds "" where its choice is still open: DRF tells that of what is written only."""
        if isinstance(field, serializers.ChoiceField) and field.read_only:
            field.allow_blank = field.allow_blank or _may_be_blank(field)
        schema = super()._map_serializer_field(field, *args, **kwargs)
        if isinstance(field, serializers.URLField) and field.read_only:
            del schema["format"]
        return schema

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        """Of what comes in alone: a row may hold what a form would not take, "" for an address."""
        if not field.read_only:
            super()._insert_field_validators(field, schema)


def _may_be_blank(field: serializers.Field) -> bool:
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None:
        return False
    try:
        column = model._meta.get_field(field.source)
    except FieldDoesNotExist:
        return False
    return isinstance(column, models.CharField) and column.blank
