import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { mailService } from './mail.ts';
import { freePort } from './ports.ts';

jest.setTimeout(60_000);

test('mail that is sent to the local server can be read on its page, and is gone from the port when it stops', async () => {
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
