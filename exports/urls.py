from django.urls import path

from exports import views

app_name = "exports"

urlpatterns = [path("claims/export", views.claims, name="claims")]
