"""A service that knows nothing of Leaveline: it declares its queue and publishes plain JSON, without any properties."""
import json
import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.queue_declare(queue='user_registered')
channel.basic_publish(
    exchange='',
    routing_key='user_registered',
    body=json.dumps({"user_id": int(sys.argv[1]), "email": "a@b.c"}),
)
connection.close()
