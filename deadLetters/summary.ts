import { failureOf, originOf } from '#lib/deadLetter.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import { messageIn } from './message.ts';
import { spotText } from './place.ts';
import { publisherOf } from './publisher.ts';

/** A dead letter without its content. */
export interface Letter {
  /** What it is called: `3/17`, or `vacation/3f2a90c4d1e6` when RabbitMQ has or had it. */
  readonly place: string;
  /** Its partition and offset as `3/17`; null when RabbitMQ has it. */
  readonly spot: string | null;
  /** When it was given up, epoch ms; null: nobody noted it. */
  readonly at: number | null;
  /** Who gave up: `ingress`, `streams/people`, `sinks`, `leaveline.vacation`, `rabbitmq`. */
  readonly stage: string;
  readonly reason: string;
  readonly detail: string;
  readonly publisher: string;
  /** The queue or topic that its message was in when it failed. */
  readonly queue: string;
  readonly from: 'queue' | 'topic';
  readonly attempt: number;
  readonly bytes: number;
  /** The SHA-256 of a body that is too large for Kafka and lies in the parking queue. */
  readonly parked: string | null;
  /** It lies in the parking queue as the body of a letter with this SHA-256. */
  readonly bodyOf: string | null;
}

const longestDetail = 300;

/** What a letter says of itself, wherever it lies; the names are those of `letterOf`. */
export function summaryOf(letter: KafkaRecord): Letter {
  const { headers, value, topic } = letter;
  const { reason, detail, stage, attempt } = failureOf(headers);
  const origin = originOf(headers);
  const spot = topic === deadLetterTopic ? spotText(letter) : null;
  return {
    place: headers.dead_place ?? spotText(letter),
    spot,
    at: spot !== null && headers.dead_place === undefined ? letter.timestamp : Number(headers.dead_timestamp) || null,
    stage,
    reason,
    detail: detail.slice(0, longestDetail),
    publisher: publisherIn(letter),
    queue: origin?.topic ?? headers.amqp_queue ?? '',
    from: origin ? 'topic' : 'queue',
    attempt,
    bytes: Number(headers.dead_size ?? value?.length ?? 0),
    parked: headers.dead_parked === undefined ? null : (headers.dead_sha256 ?? null),
    bodyOf: spot === null && headers.dead_body !== undefined ? headers.dead_body : null,
  };
}

/** Records of Kafka name their publisher in a header. */
const publisherIn = (letter: KafkaRecord): string =>
  letter.headers.amqp_queue === undefined ? (letter.headers.ce_source ?? '') : publisherOf(messageIn(letter));
