import type { ConsumeMessage } from 'amqplib';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { fromJson, type Received } from './events.ts';

type Json = Readonly<Record<string, unknown>>;

/** Reads a CloudEvent in structured mode; dead when it is none, or not what its type allows. */
export function readMessage({ content, properties }: ConsumeMessage): Outcome<Received> {
  const parsed = parse(content);
  if (parsed === undefined) return dead('malformed', 'the body is no JSON object');
  const { id, type, source, subject, time, data } = parsed;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (!isText(id) || !isText(type) || !isText(source) || Number.isNaN(at) || !isObject(data))
    return dead('malformed', 'a CloudEvent needs id, type, source, time and data');
  const event = fromJson(type, id, at, data);
  if (event === null) return dead('schema_violation', `the data is no ${type}`);
  const trace = properties.headers?.traceparent ?? parsed.traceparent;
  return ok({
    id,
    type,
    source,
    subject: isText(subject) ? subject : null,
    time: at,
    data,
    event: event ?? null,
    traceparent: isText(trace) ? trace : null,
    body: content,
  });
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 255;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(content: Buffer): Json | undefined {
  try {
    const value: unknown = JSON.parse(content.toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
