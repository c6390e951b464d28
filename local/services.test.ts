import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '#lib/timing.ts';
import { roles as allRoles } from '#schemas/access/people.ts';
import type { SignIn } from './company.ts';
import { httpReady } from './httpReady.ts';
import { type Line, startLine } from './line.ts';
import { serviceRoles } from './roles.ts';

describe('the services of a line', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-services-'));
  let line: Line;
  const roles = ['ingress', 'streams', ...serviceRoles] as const;
  const start = () => startLine({ dataDir, ports: 'free', people: 60, roles, env: { AUTH_REGISTRATION: 'open' } });

  beforeAll(async () => {
    line = await start();
  }, 240_000);
  afterAll(async () => {
    await line.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const json = { 'content-type': 'application/json' };
  const signIn = ({ login, password }: Pick<SignIn, 'login' | 'password'>) =>
    fetch(`${line.addresses.auth}/api/auth/sign-in`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ login, password }),
    });
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  async function ask(role: string, service: string, path: string): Promise<any> {
    const who = line.signIns.find((one) => one.roles.at(-1) === role);
    const { accessToken, person } = (await (await signIn(who ?? { login: '', password: '' })).json()) as Granted;
    const headers = { authorization: `Bearer ${accessToken}` };
    const url = `${line.addresses[service]}${path.replace('<me>', person.employeeId)}`;
    return (await fetch(url, { headers })).json();
  }
  const mails = async () => (await fetch(`${line.addresses.mail}/api/email`)).text();

  test('know the people of the company, and let one of each role in', async () => {
    expect(line.signIns.map(({ roles }) => roles.at(-1))).toEqual([...allRoles]);
    for (const one of line.signIns) expect((await signIn(one)).status).toBe(200);
    expect((await ask('hr', 'user', '/api/user/people?limit=100')).rows.length).toBeGreaterThan(40);
  });

  test('give somebody who signs in a balance and a history, and the manager something to decide', async () => {
    const { balances } = await ask('employee', 'vacation', '/api/vacation/balances/<me>');
    expect(balances).toContainEqual(expect.objectContaining({ leaveType: 'annual', granted: 24 }));
    const { requests } = await ask('employee', 'vacation', '/api/vacation/requests');
    expect(requests.length).toBeGreaterThan(3);
    const { approvals } = await ask('manager', 'vacation', '/api/vacation/approvals');
    expect(approvals.length).toBeGreaterThanOrEqual(4);
    const { login } = line.signIns.find((one) => one.roles.at(-1) === 'manager') as SignIn;
    const mailed = async () => ((await mails()).includes(login) ? null : 'not mailed yet');
    await until(mailed, { what: 'the mail to the manager', withinMs: 120_000 });
    const { notices } = await ask('manager', 'notification', '/api/notification/notices');
    expect(notices).toContainEqual(expect.objectContaining({ kind: 'approval' }));
  }, 180_000);

  test('mail nobody about two years of history', async () => {
    const { length } = JSON.parse(await mails()) as unknown[];
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(30);
  });

  test('write no password into a file', () => {
    for (const { password } of line.signIns)
      for (const file of readdirSync(join(dataDir, 'logs')))
        expect(readFileSync(join(dataDir, 'logs', file), 'utf8')).not.toContain(password);
  });

  test.each(serviceRoles)('%s is ready, and back after a kill', async (name) => {
    const ready = () => until(() => httpReady(`${line.addresses[name]}/readyz`), { what: name, withinMs: 30_000 });
    await ready();
    await line.kill(name);
    await line.serving(name);
    expect(line.restarts(name)).toBe(1);
    await ready();
  });

  test('write to the mail server that was started with them', async () => {
    const { host } = new URL(line.env.SMTP_URL ?? '');
    expect(host).not.toBe('localhost:1025');
    const registration = {
      email: 'olha@company.example',
      password: 'a pass phrase of some length',
      firstName: 'Ольга',
      lastName: 'Іваненко',
    };
    const asked = await fetch(`${line.addresses.auth}/api/auth/registrations`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(registration),
    });
    expect([asked.status, await asked.text()]).toEqual([202, expect.any(String)]);
    const look = async () => ((await mails()).includes(registration.email) ? null : 'no mail yet');
    await until(look, { what: 'the mail of the registration', withinMs: 30_000 });
  });

  test('keep the accounts over a stop and a start, which shows none anew', async () => {
    const [before] = line.signIns;
    await line.stop();
    line = await start();
    expect(line.signIns).toEqual([]);
    expect((await signIn(before ?? { login: '', password: '' })).status).toBe(200);
  }, 120_000);
});

interface Granted {
  readonly accessToken: string;
  readonly person: { readonly employeeId: string };
}
