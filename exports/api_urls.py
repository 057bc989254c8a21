from django.urls import path

from exports.api import ExportClaims

urlpatterns = [path("claims/export", ExportClaims.as_view(), name="claims_export")]
