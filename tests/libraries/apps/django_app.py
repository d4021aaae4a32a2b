"""A small real Django application that keeps its sessions with a DynamoDB backend.

python django_app.py BACKEND OPTIONS: the backend's own settings, as JSON; or as `explain` prints them. The backend is
the one on the path. Prints the port when it listens.
"""

import json
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import boto3
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

if sys.argv[2].startswith("{"):
    own = {
        "SESSION_ENGINE": "dynamodb_sessions.backends.dynamodb",
        "DYNAMODB_SESSIONS_BOTO_SESSION": boto3.Session(),
        **json.loads(sys.argv[2]),
    }
else:
    printed = {}
    exec(sys.argv[2], printed)
    own = {name: value for name, value in printed.items() if name.isupper()}
settings.configure(
    **own,
    ALLOWED_HOSTS=["*"],
    LOCAL_DYNAMODB_SERVER=None,
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a secret of the tests",
    SESSION_COOKIE_AGE=3600,
    SESSION_SAVE_EVERY_REQUEST=True,
    USE_TZ=True,
)


def login(request: HttpRequest, user: str) -> JsonResponse:
    request.session["user"] = user
    return JsonResponse({"user": user})


def me(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"user": request.session.get("user")})


def logout(request: HttpRequest) -> JsonResponse:
    request.session.flush()
    return JsonResponse({"user": None})


urlpatterns = [path("login/<user>", login), path("me", me), path("logout", logout)]


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
print(server.server_port, flush=True)
server.serve_forever()
