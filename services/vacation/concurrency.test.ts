import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databases } from '../common/testing/databases.ts';
import { type Company, companyOn, week } from './testing/company.ts';

describe.each(databases)('at the same time, on %s', (kind) => {
  let company: Company;
  beforeEach(async () => {
    company = await companyOn(kind);
  });
  afterEach(() => company.stop());

  const submit = (body: object = week, headers = {}) => company.ask('olha', 'POST', '/requests', body, headers);
  const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).sort();

  test('of two decisions one counts, and the other is told what to do', async () => {
    const { requestId } = (await submit()).body;
    const answers = await Promise.all([
      company.ask('maria', 'POST', `/requests/${requestId}/approve`, { version: 1 }),
      company.ask('boris', 'POST', `/requests/${requestId}/reject`, { version: 1 }),
    ]);
    expect(statuses(answers)).toEqual([200, 409]);
    const late = answers.find(({ status }) => status === 409);
    expect(late?.body).toMatchObject({ code: 'stale', remedy: 'Load the present state and try again.' });
    expect(await company.published()).toHaveLength(2);
  });

  test('a stale page is told by If-Match with 412', async () => {
    const { requestId } = (await submit()).body;
    const path = `/requests/${requestId}`;
    await company.ask('olha', 'PUT', path, { ...week, to: '2026-07-08' }, { 'if-match': '"1"' });
    const late = await company.ask('maria', 'POST', `${path}/approve`, {}, { 'if-match': '"1"' });
    expect([late.status, late.body.code]).toEqual([412, 'stale']);
    const { headers } = await company.ask('maria', 'GET', path);
    expect(headers.get('etag')).toBe('"2"');
    const blind = await company.ask('maria', 'POST', `${path}/approve`, {});
    expect([blind.status, blind.body.faults]).toMatchObject([400, [{ field: 'version' }]]);
  });

  test('a double submit under one Idempotency-Key is one request with one answer', async () => {
    const key = { 'idempotency-key': 'a-1' };
    const answers = await Promise.all([submit(week, key), submit(week, key), submit(week, key)]);
    expect(statuses(answers)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.requestId)).size).toBe(1);
    expect(await company.published()).toEqual(['vacation.request.submitted']);
    const other = await submit({ ...week, to: '2026-07-07' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect((await submit(week, { 'idempotency-key': 'x y' })).status).toBe(400);
  });

  test('ten requests for the same days are one request and nine refusals', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit()));
    expect(statuses(answers)).toEqual([201, ...Array(9).fill(422)]);
  });

  test('requests that together are more than the balance are not all taken', async () => {
    const weeks = ['07-06', '07-13', '07-20', '07-27'].map((from) => ({
      leaveType: 'annual',
      from: `2026-${from}`,
      to: `2026-${from.slice(0, 3)}${String(Number(from.slice(3)) + 6).padStart(2, '0')}`,
    }));
    const august = { leaveType: 'annual', from: '2026-08-03', to: '2026-08-09' };
    const answers = await Promise.all([...weeks.slice(0, 3), august].map((body) => submit(body)));
    expect(statuses(answers)).toEqual([201, 201, 201, 422]);
  });

  test('what was refused has left no event, no row and no answer behind', async () => {
    const before = await company.readModels();
    const answer = await submit({ ...week, to: '2026-12-31' }, { 'idempotency-key': 'b-1' });
    expect(answer.status).toBe(422);
    expect(await company.readModels()).toEqual(before);
    expect(await company.published()).toEqual([]);
    expect((await submit(week, { 'idempotency-key': 'b-1' })).status).toBe(201);
  });
});
