import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { connect } from 'amqplib';
import { freePort, listens } from './ports.ts';
import { running } from './processes.ts';
import { startRabbitmq } from './rabbitmq.ts';
import { requireBroker } from './rabbitmqAnswer.ts';

describe('RabbitMQ on this machine', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-rabbitmq-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  test('as a node of our own: messages survive a stop and a kill, and it leaves no process', async () => {
    const port = await freePort();
    const start = () => startRabbitmq({ dataDir, port, private: true, progress: () => {} });
    const part = await start();
    const url = part.env.AMQP_URL ?? '';
    const declaring = await connect(url);
    await (await declaring.createChannel()).assertQueue('kept', { durable: true });
    await declaring.close();
    // RabbitMQ confirms messages when they are on disk, and queues a moment earlier: a stop writes them.
    await part.stop();
    const again = await start();
    const sending = await connect(url);
    sending.on('error', () => {});
    const channel = await sending.createConfirmChannel();
    channel.sendToQueue('kept', Buffer.from('a message'), { persistent: true });
    await channel.waitForConfirms();
    again.signal('SIGKILL');
    expect(await again.exited).toContain('rabbitmq stopped (SIGKILL)');
    const last = await start();
    const reading = await connect(url);
    const message = await (await reading.createChannel()).get('kept', { noAck: true });
    if (message === false) throw new Error('the message is gone');
    expect(message.content.toString()).toBe('a message');
    await reading.close();
    await last.stop();
    expect(await listens(port)).toBe(false);
    expect(running(dataDir, 'rabbitmq') ?? running(dataDir, 'epmd')).toBeNull();
  }, 120_000);

  test('that is not there, and that is something else, are told apart', async () => {
    const port = await freePort();
    const check = () => requireBroker(`amqp://guest:secret@127.0.0.1:${port}`, 'set AMQP_URL.');
    await expect(check()).rejects.toThrow(
      `RabbitMQ at 127.0.0.1:${port} cannot be used: nothing listens there. Start or correct it, or set AMQP_URL.`,
    );
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(port, '127.0.0.1');
    await once(server, 'listening');
    await expect(check()).rejects.toThrow(/cannot be used: it does not answer as RabbitMQ does/);
    server.close();
  });

  test('that refuses the password says so, without showing it', async () => {
    const part = await startRabbitmq({ dataDir, port: await freePort(), private: true, progress: () => {} });
    const url = (part.env.AMQP_URL ?? '').replace('guest:guest', 'guest:wrong');
    const refused = requireBroker(url, 'set AMQP_URL.');
    await expect(refused).rejects.toThrow('it refuses the user guest with this password');
    await expect(refused).rejects.not.toThrow('wrong');
    const noSuchHost = requireBroker(`${part.env.AMQP_URL}/nowhere`, 'set AMQP_URL.');
    await expect(noSuchHost).rejects.toThrow('it has no virtual host nowhere');
    await part.stop();
  }, 60_000);
});
