import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startProxy, type TcpProxy } from '#lib/testing/proxy.ts';
import { findQueue, takesTransientQueues } from './foreignQueue.ts';
import { type Delivery, type Subscription, type SubscriptionOptions, subscribe } from './subscription.ts';
import { amqpUrl, drain, onChannel, uniqueName } from './testing/broker.ts';

const text = ({ message }: Delivery) => message.content.toString();

describe('a subscription', () => {
  let queue: string;
  let proxy: TcpProxy;
  let url: string;
  let started: Subscription[];

  beforeEach(async () => {
    queue = uniqueName('subscription');
    started = [];
    const broker = new URL(amqpUrl);
    proxy = await startProxy({ host: broker.hostname, port: Number(broker.port || 5672) });
    broker.port = String(proxy.port);
    url = broker.href;
    await makeQueue();
  });

  afterEach(async () => {
    proxy.release();
    await Promise.all(started.map((subscription) => subscription.stop()));
    await proxy.close();
    await onChannel((channel) => channel.deleteQueue(queue));
  });

  const makeQueue = () => onChannel((channel) => channel.assertQueue(queue, { durable: true }));
  const put = (...bodies: string[]) =>
    onChannel(async (channel) => {
      for (const body of bodies) channel.sendToQueue(queue, Buffer.from(body), { persistent: true });
    });

  /** Collects deliveries; acknowledges each at once when `ack`. */
  function start(options: Partial<SubscriptionOptions> & { ack?: boolean } = {}) {
    const seen: Delivery[] = [];
    const subscription = subscribe({
      url,
      queue,
      name: 'test',
      log: silentLog,
      rpcMs: 1_000,
      lookMs: 100,
      prepare: (connection) => findQueue(connection, queue, 'wait'),
      settle: async () => undefined,
      onDelivery: (delivery) => {
        seen.push(delivery);
        if (options.ack) subscription.ack(delivery);
      },
      ...options,
    });
    started.push(subscription);
    const open = () => eventually(() => (subscription.state().kind === 'open' ? true : undefined), 'it is open');
    const sees = (body: string) => eventually(() => seen.find((each) => text(each) === body), body);
    return { subscription, seen, open, sees };
  }

  test('hands out messages in order, and acknowledges all up to one', async () => {
    await put('a', 'b', 'c');
    const { subscription, seen, sees } = start();
    await sees('c');
    expect(seen.map(text)).toEqual(['a', 'b', 'c']);
    expect(seen[1] && subscription.ack(seen[1])).toBe(true);
    await subscription.stop();
    expect((await drain(queue)).map(String)).toEqual(['c']);
  });

  test('swallows an acknowledgement that comes after its channel: no other message is acknowledged in its place', async () => {
    await put('a', 'b', 'c', 'd');
    const { subscription, seen, sees } = start({ prefetch: 3 });
    await sees('c');
    const [a, old] = seen;
    if (a) subscription.ack(a);
    await sees('d');
    proxy.kill();
    await eventually(() => (seen.filter((each) => text(each) === 'c').length === 2 ? true : undefined), 'c again');
    expect(old && subscription.ack(old)).toBe(false);
    await subscription.stop();
    expect((await drain(queue)).map(String)).toEqual(['b', 'c', 'd']);
  });

  test('survives acknowledging twice, for which RabbitMQ closes the channel', async () => {
    await put('a');
    const { subscription, seen, open, sees } = start();
    const delivery = await sees('a');
    subscription.ack(delivery);
    subscription.ack(delivery);
    await eventually(() => (subscription.isCurrent(delivery) ? undefined : true), 'the channel is gone');
    await open();
    await put('b');
    expect(text(await sees('b'))).toBe('b');
    expect(seen.map(text)).toEqual(['a', 'b']);
  });

  test('goes on when its queue was deleted and made again', async () => {
    const { open, sees, subscription } = start({ ack: true });
    await open();
    await onChannel((channel) => channel.deleteQueue(queue));
    await eventually(() => (subscription.state().kind === 'absent' ? true : undefined), 'it says the queue is absent');
    await makeQueue();
    await put('b');
    await sees('b');
  });

  test('goes on when the line was cut', async () => {
    const { open, sees } = start({ ack: true });
    await open();
    proxy.kill();
    await put('b');
    await sees('b');
  });

  test('notices a line that has gone silent by its looks at the queue', async () => {
    const { open, sees, subscription } = start({ ack: true });
    await open();
    proxy.silence();
    await eventually(() => (subscription.state().kind === 'open' ? undefined : true), 'the silence is noticed');
    proxy.kill();
    proxy.release();
    await put('b');
    await sees('b');
  });

  test('makes the consumer anew when the broker’s word of it is late', async () => {
    await put('a');
    const consumeOk = Buffer.from([0, 60, 0, 21]);
    proxy.holdBack((chunk) => chunk.includes(consumeOk));
    const { subscription, seen } = start({ ack: true });
    await eventually(() => (/consuming .* no answer/.test(subscription.state().why) ? true : undefined), 'it was late');
    expect(seen).toEqual([]);
    proxy.release();
    await eventually(() => (seen.length > 0 ? true : undefined), 'a message');
    await subscription.stop();
    expect(await drain(queue)).toEqual([]);
  });

  test('connects when the handshake was never answered', async () => {
    proxy.silence();
    const { open, subscription } = start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(subscription.state().kind).toBe('connecting');
    proxy.kill();
    proxy.release();
    await open();
  });

  test('gives everything back in order when held, looks on, and takes it again when released', async () => {
    const looks: number[] = [];
    await put('a', 'b', 'c');
    const { subscription, seen, sees } = start({ onLook: ({ messages }) => looks.push(messages) });
    await sees('c');
    subscription.hold('for a test');
    const holds = () => (looks.at(-1) === 3 && subscription.state().kind === 'holding' ? true : undefined);
    await eventually(holds, 'three messages in the queue');
    expect(subscription.state()).toEqual({ kind: 'holding', why: 'for a test' });
    subscription.release();
    await eventually(() => (seen.length === 6 ? true : undefined), 'all again');
    expect(seen.map(text)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(seen.slice(3).every(({ message }) => message.fields.redelivered)).toBe(true);
  });

  test('takes no new messages before what it had in flight has settled', async () => {
    const settled = Promise.withResolvers<void>();
    await put('a');
    const { seen, sees } = start({ settle: () => settled.promise });
    await sees('a');
    proxy.kill();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(seen.length).toBe(1);
    settled.resolve();
    await eventually(() => (seen.length === 2 ? true : undefined), 'the copy');
  });

  test('never holds more than its prefetch', async () => {
    await put(...Array.from({ length: 20 }, (_, at) => String(at)));
    const { seen, sees } = start({ prefetch: 7 });
    await sees('6');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(seen.length).toBe(7);
  });

  test('never holds more bytes than it may, but one message however large; small ones may be many again', async () => {
    const large = Array.from({ length: 12 }, (_, at) => `${String(at).padStart(2, '0')} ${'x'.repeat(50_000)}`);
    await put(...large);
    const { subscription, seen } = start({ inHandBytes: 120_000 });
    const inHand = () => seen.filter((each) => subscription.isCurrent(each));
    for (const body of large) {
      const delivery = await eventually(() => inHand().find((each) => text(each) === body), body.slice(0, 2));
      expect(text(inHand().at(-1) as Delivery)).toBe(body);
      subscription.ack(delivery);
    }
    expect(seen.length).toBe(2 + large.length);
    const small = Array.from({ length: 30 }, (_, at) => `small ${at}`);
    await put(...small);
    await eventually(() => (inHand().length === 30 ? true : undefined), 'thirty in hand');
    expect(inHand().map(text)).toEqual(small);
  });

  test('does not stay with a handler that throws', async () => {
    let calls = 0;
    await put('a');
    start({
      onDelivery: () => {
        if (++calls === 1) throw new Error('a bug');
      },
    });
    await eventually(() => (calls === 2 ? true : undefined), 'the message again');
  });
});

describe('a queue of somebody else', () => {
  test('is waited for until its owner makes it', async () => {
    const queue = uniqueName('foreign');
    const subscription = subscribe({
      url: amqpUrl,
      queue,
      name: 'test',
      log: silentLog,
      prepare: (connection) => findQueue(connection, queue, 'wait'),
      settle: async () => undefined,
      onDelivery: () => undefined,
    });
    await eventually(() => (subscription.state().kind === 'absent' ? true : undefined), 'it is absent');
    await onChannel((channel) => channel.assertQueue(queue, { durable: false }));
    await eventually(() => (subscription.state().kind === 'open' ? true : undefined), 'it is open');
    await subscription.stop();
    await onChannel((channel) => channel.deleteQueue(queue));
  });

  test('may be made for its owner as most clients would, and the owner’s own declaration agrees', async () => {
    const queue = uniqueName('foreign');
    const subscription = subscribe({
      url: amqpUrl,
      queue,
      name: 'test',
      log: silentLog,
      prepare: (connection) => findQueue(connection, queue, 'transient'),
      settle: async () => undefined,
      onDelivery: () => undefined,
    });
    await eventually(() => (subscription.state().kind === 'open' ? true : undefined), 'it is open');
    await onChannel((channel) => channel.assertQueue(queue, { durable: false }));
    await subscription.stop();
    await onChannel((channel) => channel.deleteQueue(queue));
  });

  test('may not be made on servers that refuse such queues', () => {
    const taken = ['3.10.8', '4.2.9', '4.3.0', '4.10.1', '5.0.0'].map(takesTransientQueues);
    expect(taken).toEqual([true, true, false, false, false]);
  });
});
