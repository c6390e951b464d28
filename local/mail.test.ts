import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { mailService } from './mail.ts';
import { freePort } from './ports.ts';

jest.setTimeout(60_000);

const pagesOfElsewhere = [
  { origin: 'https://evil.example' },
  { origin: 'http://localhost:3000' },
  { host: 'evil.example' },
  { 'sec-fetch-site': 'cross-site' },
];

const statusOf = (port: number, path: string, headers: Readonly<Record<string, string>>) =>
  new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, headers }, (answer) => resolve(answer.resume().statusCode));
    asked.once('error', reject).end();
  });

test('mail that is sent to the local server can be read on its page by nobody else, and is gone from the port when it stops', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mail-'));
  const ports = { smtp: await freePort(), mail: await freePort() };
  const part = await mailService({ ports }).start({ dataDir, progress: () => {}, env: {}, again: false });
  try {
    const transport = createTransport({ url: part.env.SMTP_URL ?? '' });
    await transport.sendMail({
      from: 'a@example.org',
      to: 'b@example.org',
      subject: 'Відпустку погоджено',
      text: 'Так',
    });
    const answer = await fetch(`http://127.0.0.1:${ports.mail}/api/email`);
    expect(await answer.text()).toContain('Відпустку погоджено');
    for (const path of ['/api/email', '/socket.io/?EIO=4&transport=polling'])
      for (const headers of pagesOfElsewhere) expect(await statusOf(ports.mail, path, headers)).toBe(403);
    const link = {
      accept: 'text/html',
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect(await statusOf(ports.mail, '/', link)).toBe(200);
    for (const file of readdirSync(join(dataDir, 'mail'), { recursive: true, encoding: 'utf8' }))
      expect([file, statSync(join(dataDir, 'mail', file)).mode & 0o077]).toEqual([file, 0]);
  } finally {
    await part.stop();
    await rm(dataDir, { recursive: true });
  }
});

test('a mail server that was named and does not answer is said so', async () => {
  const port = await freePort();
  const starting = mailService({ ports: { smtp: 1, mail: 1 }, url: `smtp://localhost:${port}` });
  await expect(starting.start({ dataDir: '/x', progress: () => {}, env: {}, again: false })).rejects.toThrow(
    'SMTP_URL',
  );
});
