"""A small real Flask application that keeps its sessions with Flask-Session.

python flask_app.py OPTIONS: Flask-Session's own settings, as JSON. Prints the port when it listens.
"""

import json
import sys

import boto3
from flask import Flask, Response, jsonify, session
from flask_session import Session
from werkzeug.serving import make_server

app = Flask(__name__)
app.config.update(json.loads(sys.argv[1]), SESSION_TYPE="dynamodb", SESSION_DYNAMODB=boto3.resource("dynamodb"))
Session(app)


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
