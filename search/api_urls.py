from django.urls import path

from search.api import Find

urlpatterns = [path("search", Find.as_view(), name="search")]
