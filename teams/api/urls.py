from django.urls import path

from teams.api import views

urlpatterns = [path("members", views.Members.as_view(), name="members")]
