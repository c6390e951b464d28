import type { WhenAbsent } from '#lib/amqp/foreignQueue.ts';
import type { Outcome } from '#lib/outcome.ts';
import type { Opened } from '#schemas/reader/envelope.ts';
import type { JsonObject } from '#schemas/reader/json.ts';
import type { AmqpMessage } from '#schemas/reader/message.ts';

/**
 * Reads the messages of a publisher who knows nothing of us, from a queue that is theirs. One file each in this folder.
 */
export interface Translator {
  readonly queue: string;
  readonly whenAbsent: WhenAbsent;
  /** What the message means; dead when it means nothing to us. */
  translate(message: AmqpMessage, body: JsonObject): Outcome<Opened>;
}
