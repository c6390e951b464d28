import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Options } from 'amqplib';
import { openConnection } from '#lib/amqp/connection.ts';
import { declare } from '#lib/amqp/declarations.ts';
import { createPublisher, type Publisher } from '#lib/amqp/publisher.ts';
import { amqpUrl, onChannel, uniqueName } from '#lib/amqp/testing/broker.ts';
import { type Log, silentLog } from '#lib/log.ts';
import { eventTypes } from './catalogue.ts';
import { hrDeclarations, hrExchange, hrQueue, parkingQueue, typesLike } from './exchange.ts';

const types = eventTypes.map(({ type }) => type);

test('a routing pattern stands for the types that a topic exchange would let through', () => {
  expect(typesLike('#')).toEqual(types);
  expect(typesLike('user.*')).toEqual(types.filter((type) => type.startsWith('user.')));
  expect(typesLike('vacation.#')).toEqual(types.filter((type) => type.startsWith('vacation.')));
  expect(typesLike('*.*')).toEqual(types.filter((type) => type.split('.').length === 2));
  expect(typesLike('#.submitted')).toEqual(['vacation.request.submitted']);
  expect(typesLike('user.#.registered')).toEqual(['user.registered']);
  expect(typesLike('user')).toEqual([]);
});

describe('the exchange of events', () => {
  let prefix: string;
  let publisher: Publisher;
  let warnings: unknown[];
  const log: Log = Object.assign(Object.create(silentLog), { warn: (about: unknown) => warnings.push(about) });
  beforeEach(() => {
    prefix = `${uniqueName('exchange')}.`;
    warnings = [];
    publisher = createPublisher({ url: amqpUrl, log: silentLog });
  });
  afterEach(async () => {
    await publisher.stop();
    await onChannel(async (channel) => {
      for (const queue of [hrQueue(prefix), parkingQueue(prefix)]) await channel.deleteQueue(queue);
      for (const { name } of hrDeclarations(prefix).exchanges) await channel.deleteExchange(name);
    });
  });

  async function declareOurs() {
    const connection = await openConnection({ url: amqpUrl, name: 'test', log });
    await declare(connection, hrDeclarations(prefix), log);
    await connection.close();
  }
  const declareTheirs = (type: string, options: Options.AssertExchange) =>
    onChannel((channel) => channel.assertExchange(hrExchange(prefix), type, options));
  /** Mandatory: what finds no queue rejects. */
  const publishEach = (keys: readonly string[]) =>
    Promise.all(keys.map((key) => publisher.publish(hrExchange(prefix), key, Buffer.from(key))));
  /** The first so many messages in our queue; a queue with one active consumer cannot be read otherwise. */
  const arrived = (count: number) =>
    onChannel(async (channel) => {
      const bodies: string[] = [];
      const all = Promise.withResolvers<void>();
      await channel.consume(hrQueue(prefix), (taken) => {
        if (bodies.push(String(taken?.content)) === count) all.resolve();
      });
      await all.promise;
      return bodies.sort();
    });

  test('may be declared by a publisher as every framework does, before us and after us', async () => {
    await declareTheirs('topic', { durable: true });
    await declareOurs();
    await declareTheirs('topic', { durable: true });
    await declareOurs();
    await publishEach([...types, 'nobody.knows.this']);
    expect([await arrived(types.length + 1), warnings]).toEqual([[...types, 'nobody.knows.this'].sort(), []]);
  });

  test.each<[string, Options.AssertExchange, string]>([
    ['topic', { durable: false }, "'durable'"],
    ['topic', { durable: true, autoDelete: true }, "'auto_delete'"],
    ['topic', { durable: true, alternateExchange: 'elsewhere' }, "'alternate-exchange'"],
    ['fanout', { durable: true }, "'fanout'"],
    ['headers', { durable: true }, "'headers'"],
    ['direct', { durable: true }, "'direct'"],
    ['direct', { durable: false, autoDelete: true }, "'direct'"],
  ])(
    'that somebody declared as %s %j is used as it is, with a warning that says what differs',
    async (type, options, differs) => {
      await declareTheirs(type, options);
      await declareOurs();
      await declareOurs();
      await publishEach(types);
      expect(await arrived(types.length)).toEqual([...types].sort());
      expect(warnings).toEqual(
        Array(2).fill({ exchange: hrExchange(prefix), difference: expect.stringContaining(differs) }),
      );
    },
  );

  test('and our queue that somebody declared otherwise is used as it is, too', async () => {
    await onChannel((channel) => channel.assertQueue(hrQueue(prefix), { durable: true }));
    await declareOurs();
    await publishEach(types);
    expect(await arrived(types.length)).toEqual([...types].sort());
    expect(warnings).toEqual([{ queue: hrQueue(prefix), difference: expect.stringMatching(/^inequivalent arg 'x-/) }]);
  });
});
