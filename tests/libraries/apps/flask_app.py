"""A small real Flask application that keeps its sessions with Flask-Session or with dynamodb-session-flask.

python flask_app.py LIBRARY OPTIONS: the library's own settings, as JSON; or the whole of the application's settings as
`explain` prints them. Prints the port when it listens.
"""

import json
import sys

import boto3
from flask import Flask, Response, jsonify, session
from werkzeug.serving import make_server

library, settings = sys.argv[1:]
if not settings.startswith("{"):
    printed = {"__name__": __name__}
    exec(settings, printed)
    app = printed["app"]
elif library == "flask-session":
    from flask_session import Session

    app = Flask(__name__)
    app.config.update(json.loads(settings), SESSION_TYPE="dynamodb", SESSION_DYNAMODB=boto3.resource("dynamodb"))
    Session(app)
else:
    from dynamodb_session_flask import DynamoDbSession

    app = Flask(__name__)
    app.config.update(json.loads(settings))
    app.session_interface = DynamoDbSession()


@app.get("/login/<user>")
def login(user: str) -> Response:
    session["user"] = user
    return jsonify(user=user)


@app.get("/me")
def me() -> Response:
    return jsonify(user=session.get("user"))


@app.get("/logout")
def logout() -> Response:
    session.clear()
    return jsonify(user=None)


server = make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
