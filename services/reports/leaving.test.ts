import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bounceRoute } from '../common/mail/bounces.ts';
import { signed } from '../common/mail/links.ts';
import { type TestApp, testApp } from '../common/testing/app.ts';
import { databases, rowsOf } from '../common/testing/databases.ts';
import { reportRoutes } from './service.ts';
import { key, type Office, office } from './testing/office.ts';
import { monday } from './testing/team.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const tables = ['people', 'event_sets', 'subscriptions', 'mails', 'outbox', 'inbox'] as const;
const zoriana = { employeeId: '5', firstName: 'Zoriana', lastName: 'Zaliznyak', email: 'zoriana@example.org' };
const secrets = ['Zoriana', 'Zaliznyak', 'zoriana@example.org'];
const base = '/api/reports/subscriptions';
const weekly = { span: 'week', cron: '0 8 * * 1', zone: 'Europe/Kyiv', locale: 'en' } as const;

describe.each(databases)('who leaves, on %s', (kind) => {
  let place: Office;
  let app: TestApp;
  beforeEach(async () => {
    place = await office(kind);
    app = await testApp(reportRoutes(place.world));
    place.line.readers.set('5', { roles: ['employee', 'manager'], sees: ['5'] });
    await place.happens('user.registered', zoriana);
  });
  afterEach(async () => {
    await app.stop();
    await place.stop();
  });

  const ask = (method: string, path: string, more = {}) =>
    app.ask(method, path, { as: { employeeId: '5', roles: ['employee', 'manager'] }, ...more });
  const leaves = () => place.happens('user.deactivated', { employeeId: '5', lastDay: '2026-07-05' });
  const erased = () => place.happens('user.erasure_requested', { employeeId: '5', requestedBy: '2' });
  const subscriptions = () =>
    place.database.db.selectFrom('subscriptions').select(['enabled', 'next_at', 'version']).execute();
  const outcomes = async () => (await place.mails()).map(({ state, reason }) => reason ?? state);
  async function due(ms = 0): Promise<number> {
    place.clock.set(monday + ms);
    const made = await place.queue();
    await place.send();
    return made;
  }

  test('gets no report any more, nor one that waits already', async () => {
    await place.subscribe('5');
    await place.subscribe('5', { enabled: 0 });
    place.clock.set(monday);
    expect(await place.queue()).toBe(1);
    await leaves();
    await place.send();
    expect([await outcomes(), place.server.arrived]).toEqual([['off'], []]);
    expect(await due(7 * day)).toBe(0);
    const off = { enabled: 0, next_at: null };
    expect((await subscriptions()).sort((a, b) => a.version - b.version)).toMatchObject([
      { ...off, version: 1 },
      { ...off, version: 2 },
    ]);
  });

  test('changes nothing with a token that still holds, and looks at what there is', async () => {
    const { subscription_id: id } = await place.subscribe('5');
    await leaves();
    const before = await rowsOf(place.database, ['subscriptions', 'mails']);
    const version = { 'if-match': '"2"' };
    const refused = [
      await ask('POST', base, { body: weekly }),
      await ask('PUT', `${base}/${id}`, { body: weekly, headers: version }),
      await ask('DELETE', `${base}/${id}`, { headers: version }),
      await ask('POST', `${base}/${id}/send-now`),
    ];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(Array(4).fill([403, 'has_left']));
    expect(await rowsOf(place.database, ['subscriptions', 'mails'])).toEqual(before);
    expect((await ask('GET', `${base}/${id}`)).body.enabled).toBe(false);
  });

  test('and comes back may switch them on again', async () => {
    const { subscription_id: id } = await place.subscribe('5');
    await leaves();
    await place.happens('user.registered', zoriana);
    expect(await due()).toBe(0);
    const on = { body: weekly, headers: { 'if-match': '"2"' } };
    expect((await ask('PUT', `${base}/${id}`, on)).body.enabled).toBe(true);
    expect(await due(7 * day)).toBe(1);
    expect(place.server.arrived).toHaveLength(1);
  });

  const kept = async () => {
    const text = JSON.stringify(await rowsOf(place.database, tables));
    return secrets.filter((secret) => text.includes(secret));
  };

  /** One mail has arrived, one waits with what the server said of the address, one was refused. */
  async function muchIsKnown(): Promise<void> {
    await place.subscribe('5');
    await due();
    for (const manner of ['defer', 'refuse'] as const) {
      await place.subscribe('5');
      place.server.manners = [manner];
      await due((place.server.arrived.length + 1) * 7 * day);
    }
    const rows = place.database.db.updateTable('mails').set({ detail: '550 zoriana@example.org, Zaliznyak, unknown' });
    await rows.where('employee_id', '=', '5').execute();
  }

  test('and is erased leaves nothing personal in any table; the mails of others stay as they were', async () => {
    await muchIsKnown();
    await place.subscribe('1');
    await due(28 * day);
    expect(await kept()).toEqual(secrets);
    const others = async () =>
      JSON.stringify(await place.database.db.selectFrom('mails').selectAll().where('employee_id', '=', '1').execute());
    const before = await others();
    const hers = () =>
      place.server.arrived.filter(({ envelope }) => envelope.rcptTo.some(({ address }) => address === zoriana.email))
        .length;
    const arrived = hers();
    const count = (await place.mails()).length;
    await leaves();
    await erased();
    expect(await kept()).toEqual([]);
    expect([await others(), (await place.mails()).length]).toEqual([before, count]);
    expect(JSON.stringify(await rowsOf(place.database, tables))).toContain('p1@example.org');
    expect(
      (await place.published()).some(([type, { employeeId }]) => type === 'notification.failed' && employeeId === '5'),
    ).toBe(true);
    await due(60 * day);
    expect(hers()).toBe(arrived);
  });

  test('stays forgotten when it comes twice, when earlier events come after it, and when mail comes back', async () => {
    await muchIsKnown();
    await leaves();
    await erased();
    await erased();
    const late = (type: string, data: object) =>
      place.happens(type, { ...zoriana, ...data }, { occurredAt: monday - 10 * day });
    await late('user.updated', { managerId: '1' });
    await late('user.registered', {});
    const [{ seq = 0 } = {}] = await place.database.db
      .selectFrom('mails')
      .select('seq')
      .where('employee_id', '=', '5')
      .where('state', '=', 'sent')
      .execute();
    const bounces = await testApp([bounceRoute('reports', place.world.store, key)]);
    const recipient = `leave+${signed(key, 'bounce', [String(seq)])}@example.org`;
    const body = { recipient, status: '5.1.1', diagnostic: 'zoriana@example.org does not exist' };
    expect((await bounces.ask('POST', '/api/reports/bounces', { body })).status).toBe(204);
    await bounces.stop();
    expect(await outcomes()).toContain('bounced');
    expect(await kept()).toEqual([]);
  });

  test('and was never heard of before the erasure is not taken over from earlier events', async () => {
    await place.happens('user.erasure_requested', { employeeId: '6', requestedBy: '2' });
    await place.happens('user.registered', { ...zoriana, employeeId: '6' }, { occurredAt: monday - 10 * day });
    const row = place.database.db.selectFrom('people').selectAll().where('employee_id', '=', '6');
    expect(await row.executeTakeFirst()).toMatchObject({ email: null, first_name: null, last_name: null });
  });
});
