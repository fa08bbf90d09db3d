"""A hub of other people (Flask-WebSub), on a port of this machine: usage: websub_hub.py PORT FOLDER"""

import sys

from celery import Celery
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage

port, folder = int(sys.argv[1]), sys.argv[2]
app = Flask(__name__)
app.config["PUBLISH_SUPPORTED"] = True
# What others do in a queue happens here before the answer.
celery = Celery("hub")
celery.conf.update(task_always_eager=True, task_eager_propagates=False)
hub = Hub(SQLite3HubStorage(f"{folder}/hub.sqlite3"), celery, **app.config)
app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
app.run("127.0.0.1", port, threaded=True)
