"""How the API's description tells of tokens. Not in `authentication`: REST framework loads that
module before its own views, which the classes here need.
"""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class BearerTokenScheme(OpenApiAuthenticationExtension):
    target_class = "teams.api.authentication.BearerTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "corr_…",
            "description": "A token of one team, made on its settings page or by `make_token`.",
        }
