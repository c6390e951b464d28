import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { standardPorts } from './addresses.ts';
import { environmentOf } from './environment.ts';

describe('the environment of a line', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-environment-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));
  const environment = (given: Readonly<Record<string, string>> = {}) =>
    environmentOf({ dataDir, ports: standardPorts, roles: ['api', 'auth'], given });

  test('names the roles that are started here', () => {
    expect(environment()).toMatchObject({
      AUTH_URL: 'http://localhost:8101',
      API_URL: 'http://localhost:8080',
      PUBLIC_URL: 'http://localhost:8080',
      AUTH_PORT: '8101',
      LEAVELINE_DATA: dataDir,
    });
    expect(environment().USER_URL).toBe(process.env.USER_URL);
  });

  test('has a secret that is made once, and read by its owner alone', () => {
    const secret = environment().SERVICE_SECRET ?? '';
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect(environment().SERVICE_SECRET).toBe(secret);
    expect(statSync(join(dataDir, 'services', 'service.key')).mode & 0o777).toBe(0o600);
  });

  test('takes what is given, and for a line of its own nothing that the process has', () => {
    const given = { DATABASE_URL: 'mysql://root@127.0.0.1:3306/x', PUBLIC_URL: 'https://leave.example.org' };
    expect(environment(given)).toMatchObject(given);
    const before = process.env.DATABASE_URL;
    try {
      process.env.DATABASE_URL = 'mysql://elsewhere';
      expect(environment().DATABASE_URL).toBeUndefined();
    } finally {
      if (before === undefined) delete process.env.DATABASE_URL;
      else process.env.DATABASE_URL = before;
    }
  });
});
