import { type Serde, UnreadableRecord } from '#lib/avro/serde.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { asEvent, eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';

/** The event in a record of an event topic; dead when it is none, or lies on another family's topic. */
export function readEvent({ topic, value }: KafkaRecord, serde: Serde): Outcome<AnyEvent> {
  if (value === null) return dead('tombstone', 'events are erased by a redacted copy, not by a tombstone');
  const event = decoded(value, serde);
  if (event instanceof UnreadableRecord) return dead(event.reason, event.message);
  if (event === undefined) return dead('unknown_type', 'the record is no event of the catalogue');
  if (eventType(event.type)?.topic !== topic) return dead('wrong_topic', `${event.type} does not belong on ${topic}`);
  return ok(event);
}

function decoded(value: Buffer, serde: Serde): AnyEvent | UnreadableRecord | undefined {
  try {
    return asEvent(serde.decode(value));
  } catch (error) {
    if (error instanceof UnreadableRecord) return error;
    throw error;
  }
}
