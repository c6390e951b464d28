"""Reads topics of Leaveline from their beginning and prints each record as a line of JSON."""
import io, json, os, sys, urllib.request
import avro.io, avro.schema
from confluent_kafka import Consumer

schemas = {}

def decode(value):  # Confluent's wire format: a zero byte, the schema's id in four, the Avro body
    number = int.from_bytes(value[1:5], "big")
    if number not in schemas:
        url = f"{os.environ['SCHEMA_REGISTRY_URL']}/schemas/ids/{number}"
        schemas[number] = avro.schema.parse(json.load(urllib.request.urlopen(url))["schema"])
    return avro.io.DatumReader(schemas[number]).read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))

consumer = Consumer({"bootstrap.servers": os.environ["KAFKA_BROKERS"], "group.id": "outside", "auto.offset.reset": "earliest"})
consumer.subscribe(sys.argv[1:])
while True:
    message = consumer.poll(1.0)
    if message is not None and not message.error():
        value = message.value() and decode(message.value())  # no value: the row is gone
        print(json.dumps({"topic": message.topic(), "key": message.key().decode(), "value": value}, default=str), flush=True)
