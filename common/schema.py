"""How the API is described."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework import status

from common.api import ErrorSerializer


class ApiSchema(AutoSchema):
    """Describes a view by its `serializer_class` (out), `inputs` (in) and `made` (its 201s)."""

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
        if isinstance(out, dict):
            return {**out, **self._errors()}
        made = self.method == "POST" and getattr(self.view, "makes", False)
        code = status.HTTP_201_CREATED if made else status.HTTP_200_OK
        return {code: out, **self._errors()}

    def _errors(self) -> dict[int, Any]:
        codes = [400, 401, 403, 404, 429]
        if self.method != "GET":
            codes += [409, 422]
        return dict.fromkeys(sorted(codes), ErrorSerializer)
