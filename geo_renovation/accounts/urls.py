"""Signing in and out, one's own account."""
from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("me/", views.Me.as_view(), name="me"),
    path("viewings/", views.Viewings.as_view(), name="viewings"),
    path("password/", views.Password.as_view(), name="password"),
]
