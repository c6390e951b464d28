import { expect, test } from '@jest/globals';
import type { Context } from 'koa';
import { testIssuer } from './testing/tokens.ts';
import { bearer, serviceSession } from './tokens.ts';

test('a service that reads for a person can change nothing as that person', async () => {
  const { verify, tokenFor } = await testIssuer();
  async function asked(method: string, sessionId: string) {
    const token = await tokenFor({ employeeId: '7', sessionId });
    const context = { method, state: {}, get: () => `Bearer ${token}` } as unknown as Context;
    return bearer(verify)(context).then(
      (person) => person?.employeeId,
      ({ complaint }) => complaint.code,
    );
  }
  const service = serviceSession('reports');
  const answers = await Promise.all(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => asked(method, service)));
  expect(answers).toEqual(['7', ...Array.from({ length: 4 }, () => 'service_reads_only')]);
  expect(await asked('POST', 'a session of their own')).toBe('7');
});
