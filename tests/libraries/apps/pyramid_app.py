"""A small real Pyramid application that keeps its sessions with pyramid-dynamodb-sessions.

python pyramid_app.py LIBRARY OPTIONS: the factory's own options, as JSON; or the settings as `explain` prints them. Prints the port when it listens.
"""

import json
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid_dynamodb_sessions import DynamoDBSessionFactory


def login(request: Request) -> dict[str, str]:
    request.session["user"] = request.matchdict["user"]
    return {"user": request.matchdict["user"]}


def me(request: Request) -> dict[str, str | None]:
    return {"user": request.session.get("user")}


def logout(request: Request) -> dict[str, None]:
    request.session.invalidate()
    return {"user": None}


with Configurator() as config:
    if sys.argv[2].startswith("{"):
        config.set_session_factory(DynamoDBSessionFactory(**json.loads(sys.argv[2])))
    else:
        exec(sys.argv[2], {"config": config})
    for view, pattern in ((login, "/login/{user}"), (me, "/me"), (logout, "/logout")):
        config.add_route(view.__name__, pattern)
        config.add_view(view, route_name=view.__name__, renderer="json")


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


server = make_server("127.0.0.1", 0, config.make_wsgi_app(), handler_class=Quiet)
print(server.server_port, flush=True)
server.serve_forever()
