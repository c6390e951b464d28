import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startProxy, type TcpProxy } from '#lib/testing/proxy.ts';
import { createPublisher, type Publisher, Unpublished } from './publisher.ts';
import { amqpUrl, drain, onChannel, uniqueName } from './testing/broker.ts';

const text = (bodies: Buffer[]) => bodies.map(String);

describe('a publisher', () => {
  const queue = uniqueName('publisher');
  let proxy: TcpProxy;
  let publisher: Publisher;

  beforeEach(async () => {
    await onChannel((channel) => channel.assertQueue(queue, { durable: true }));
    const { hostname, port } = new URL(amqpUrl);
    proxy = await startProxy({ host: hostname, port: Number(port || 5672) });
    const url = new URL(amqpUrl);
    url.port = String(proxy.port);
    publisher = createPublisher({ url: url.href, log: silentLog });
  });

  afterEach(async () => {
    await publisher.stop();
    await proxy.close();
    await onChannel((channel) => channel.deleteQueue(queue));
  });

  const publish = (body: string, to = queue) => publisher.publish('', to, Buffer.from(body), { messageId: body });

  test('keeps the order of what it publishes, beyond its window', async () => {
    const bodies = Array.from({ length: 1_200 }, (_, at) => String(at));
    await Promise.all(bodies.map((body) => publish(body)));
    expect(text(await drain(queue))).toEqual(bodies);
  });

  test('says so when no queue takes a message, and goes on', async () => {
    const lost = publish('nowhere', uniqueName('missing'));
    const kept = publish('here');
    await expect(lost).rejects.toThrow(Unpublished);
    await kept;
    expect(text(await drain(queue))).toEqual(['here']);
  });

  test('finds the one message that the broker closes the channel for, and delivers the others', async () => {
    const others = ['a', 'b', 'c'].map((body) => publish(body));
    const culprit = publisher.publish(uniqueName('exchange'), '', Buffer.from('x'));
    const later = ['d', 'e'].map((body) => publish(body));
    await expect(culprit).rejects.toThrow('NOT_FOUND');
    await Promise.all([...others, ...later]);
    expect([...new Set(text(await drain(queue)))]).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('publishes again, in order, what was unconfirmed when the line was cut', async () => {
    await publish('first');
    proxy.silence();
    const bodies = Array.from({ length: 50 }, (_, at) => String(at));
    const published = Promise.all(bodies.map((body) => publish(body)));
    proxy.kill();
    proxy.release();
    await published;
    expect([...new Set(text(await drain(queue)))]).toEqual(['first', ...bodies]);
  });

  test('waits for a broker that is away', async () => {
    proxy.refuse();
    proxy.kill();
    await eventually(() => (publisher.connected() ? undefined : true), 'the line is gone');
    const late = publish('late');
    proxy.release();
    await late;
    expect(text(await drain(queue))).toEqual(['late']);
  });

  test('a property that cannot be written is the fault of its message alone', async () => {
    const bad = publisher.publish('', queue, Buffer.from('bad'), { timestamp: 'soon' as unknown as number });
    await expect(bad).rejects.toThrow(Unpublished);
    await publish('good');
    expect(text(await drain(queue))).toEqual(['good']);
  });

  test('refuses what comes after it was stopped', async () => {
    await publisher.stop();
    await expect(publish('late')).rejects.toThrow('stopped');
  });
});
