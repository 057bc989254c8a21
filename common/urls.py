from django.urls import path

from common import views

urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("gallery/", views.gallery, name="gallery"),
]
