import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Line, startLine } from './line.ts';
import { serviceRoles } from './roles.ts';
import { httpReady, until } from './waiting.ts';

describe('the services of a line', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-services-'));
  let line: Line;

  beforeAll(async () => {
    line = await startLine({ dataDir, ports: 'free', bare: true, roles: ['ingress', 'streams', ...serviceRoles] });
  }, 240_000);
  afterAll(async () => {
    await line.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  test.each(serviceRoles)('%s is ready, and back after a kill', async (name) => {
    const ready = () => until(() => httpReady(`${line.addresses[name]}/readyz`), { what: name, deadlineMs: 30_000 });
    await ready();
    await line.kill(name);
    await line.serving(name);
    expect(line.restarts(name)).toBe(1);
    await ready();
  });

  test('write to the mail server that was started with them', async () => {
    const { host } = new URL(line.env.SMTP_URL ?? '');
    expect(host).not.toBe('localhost:1025');
    expect(await httpReady(`${line.addresses.mail}/api/email`)).toBeNull();
    const registration = {
      ...{ email: 'olha@company.example', password: 'a pass phrase of some length' },
      ...{ firstName: 'Ольга', lastName: 'Іваненко' },
    };
    const asked = await fetch(`${line.addresses.auth}/api/auth/registrations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(registration),
    });
    expect([asked.status, await asked.text()]).toEqual([202, expect.any(String)]);
    const mails = async () => (await fetch(`${line.addresses.mail}/api/email`)).text();
    const look = async () => ((await mails()).includes(registration.email) ? null : 'no mail yet');
    await until(look, { what: 'the mail of the registration', deadlineMs: 30_000 });
  });
});
