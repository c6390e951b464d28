import { randomBytes } from 'node:crypto';
import { type Channel, connect, type Message, type Options } from 'amqplib';
import { hrDeclarations, hrExchange, hrQueue, parkingQueue } from '#schemas/exchange.ts';
import { deadQueue, inboxDeclarations } from '../messaging/inboxDeclarations.ts';

/** What came out of RabbitMQ, in its order. */
export interface Heard {
  readonly id: string;
  readonly routingKey: string;
  readonly properties: Message['properties'];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape.
  readonly body: any;
}

/** The real RabbitMQ, with names of this test alone. */
export interface TestBroker {
  readonly url: string;
  /** For LEAVELINE_PREFIX. */
  readonly prefix: string;
  /** Everything published to the exchange of events since the beginning, in order. */
  readonly heard: readonly Heard[];
  /** As a CloudEvent in structured mode, unless the properties say otherwise. */
  publish(type: string, body: object | string | Buffer, properties?: Options.Publish): Promise<void>;
  /** What lies in a queue, without taking it. */
  count(queue: string): Promise<number>;
  /** Takes what lies in a queue. */
  take(queue: string): Promise<Heard[]>;
  /** Removes exchanges and queues, also the inboxes of these queues. */
  stop(...inboxes: readonly string[]): Promise<void>;
}

/** Connects to `AMQP_URL`, declares the exchange of events under a random prefix, and listens to all of it. */
export async function testBroker(): Promise<TestBroker> {
  const url = process.env.AMQP_URL ?? 'amqp://guest:guest@localhost:5672';
  const prefix = `t${randomBytes(6).toString('hex')}.`;
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  const { exchanges } = hrDeclarations(prefix);
  for (const { name, type } of exchanges) await channel.assertExchange(name, type, { durable: true });
  const heard: Heard[] = [];
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, hrExchange(prefix), '#');
  await channel.consume(queue, (message) => void (message && heard.push(read(message))), { noAck: true });
  return {
    url,
    prefix,
    heard,
    publish: async (type, body, properties = {}) => {
      const given = { contentType: 'application/cloudevents+json', persistent: true, ...properties };
      channel.publish(hrExchange(prefix), type, bytesOf(body), given);
      await channel.waitForConfirms();
    },
    count: async (name) => (await channel.checkQueue(name)).messageCount,
    take: (name) => takeAll(channel, name),
    stop: async (...inboxes) => {
      const own = inboxes.flatMap((name) => inboxDeclarations({ queue: name, prefix, patterns: [] }).exchanges);
      for (const name of [hrQueue(prefix), parkingQueue(prefix), ...inboxes, ...inboxes.map(deadQueue)])
        await channel.deleteQueue(name);
      for (const { name } of [...exchanges, ...own]) await channel.deleteExchange(name);
      await connection.close();
    },
  };
}

const bytesOf = (body: object | string | Buffer): Buffer =>
  typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : Buffer.from(JSON.stringify(body));

async function takeAll(channel: Channel, queue: string): Promise<Heard[]> {
  const taken: Heard[] = [];
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (!message) return taken;
    taken.push(read(message));
  }
}

function read({ content, fields, properties }: Message): Heard {
  const text = content.toString();
  const body = text.startsWith('{') ? JSON.parse(text) : text;
  return { id: properties.messageId ?? body.id, routingKey: fields.routingKey, properties, body };
}
