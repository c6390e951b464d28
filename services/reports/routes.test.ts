import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signed } from '../common/mail/links.ts';
import { type TestApp, testApp } from '../common/testing/app.ts';
import { databases, rowsOf } from '../common/testing/databases.ts';
import { everyInputIsOnlyText } from '../common/testing/hostile.ts';
import { everyRouteRefusesStrangers } from '../common/testing/routes.ts';
import { type ReportsWorld, reportRoutes } from './service.ts';
import { key, type Office, office } from './testing/office.ts';
import { monday } from './testing/team.ts';

const declared = reportRoutes({} as ReportsWorld);
const [irina, hanna] = [
  { employeeId: '1', roles: ['employee', 'manager'] },
  { employeeId: '2', roles: ['employee', 'hr'] },
] as const;
const base = '/api/reports/subscriptions';
const wish = { span: 'week', zone: 'Europe/Kyiv', locale: 'en' } as const;
const weekly = { ...wish, cron: '0 8 * * 1' };

describe.each(databases)('the routes of reports on %s', (kind) => {
  let place: Office;
  let app: TestApp;
  let id = '';
  beforeAll(async () => {
    place = await office(kind);
    app = await testApp(reportRoutes(place.world));
    id = (await post(weekly)).body.id;
  });
  afterAll(async () => {
    await app.stop();
    await place.stop();
  });

  const post = (body: object, as: typeof irina | typeof hanna = irina) => app.ask('POST', base, { as, body });
  const put = (body: object, version: number | string, as: typeof irina | typeof hanna = irina) =>
    app.ask('PUT', `${base}/${id}`, { as, body, headers: { 'if-match': `"${version}"` } });
  const get = (path: string, as: typeof irina | typeof hanna = irina) => app.ask('GET', path, { as });

  if (kind === 'sqlite') {
    const narrowed = 'it narrows what the API lets the recipient see';
    const own = { params: { id: 'of 1' }, allowed: ['1'] };
    const routes = ['', '/preview', '/workbook', '/deliveries'].map((path) => `GET ${base}/:id${path}`);
    everyRouteRefusesStrangers(
      declared,
      () => app,
      () => ({
        people: [irina, hanna, { employeeId: '3', roles: ['manager', 'hr', 'admin', 'auditor'] }],
        cases: [...routes, `POST ${base}/:id/send-now`].map((route) => ({ ...own, params: { id }, route })),
        state: () => rowsOf(place.database, ['subscriptions', 'mails']),
      }),
      {
        [`POST ${base} department`]: narrowed,
        'POST /api/reports/preview department': narrowed,
        [`PUT ${base}/:id`]: 'a test of its own below: it wants If-Match',
        [`DELETE ${base}/:id`]: 'a test of its own below: it wants If-Match',
      },
    );
  }

  everyInputIsOnlyText(
    declared.filter(({ path }) => !/preview|workbook/.test(path)),
    () => app,
    {
      as: irina,
      database: () => place.database as never,
      examples: () => ({ ...weekly, department: 'Продажі', status: '5.1.1', 'List-Unsubscribe': 'One-Click' }),
    },
  );

  test('a subscription says when it comes next, and is changed by who has seen its newest version', async () => {
    place.clock.set(monday - 3_600_000);
    const shown = await get(`${base}/${id}`);
    expect([shown.headers.get('etag'), shown.body.nextAt, shown.body.workbook]).toEqual([
      '"1"',
      '2026-07-06T05:00:00.000Z',
      true,
    ]);
    const changed = await put({ ...weekly, cron: '0 9 * * 1', zone: 'America/New_York' }, 1);
    expect([changed.status, changed.body.nextAt, changed.body.version]).toEqual([200, '2026-07-06T13:00:00.000Z', 2]);
    expect((await put(weekly, 1)).body.code).toBe('stale');
    expect((await app.ask('PUT', `${base}/${id}`, { as: irina, body: weekly })).status).toBe(428);
    expect((await put({ ...weekly, enabled: false }, 2)).body.nextAt).toBeNull();
    expect((await put(weekly, 3)).body.nextAt).toBe('2026-07-06T05:00:00.000Z');
  });

  test('a subscription is neither changed nor ended nor listed by anybody else', async () => {
    const before = await rowsOf(place.database, ['subscriptions']);
    const remove = { as: hanna, headers: { 'if-match': '"4"' } };
    const answers = [await put(weekly, 4, hanna), await app.ask('DELETE', `${base}/${id}`, remove)];
    expect(answers.map(({ body }) => body.code)).toEqual(['unknown_subscription', 'unknown_subscription']);
    const { subscriptions } = (await get(base, hanna)).body;
    expect(subscriptions.every(({ id: listed }: { id: string }) => listed !== id)).toBe(true);
    expect(await rowsOf(place.database, ['subscriptions'])).toEqual(before);
  });

  test.each([
    [{ cron: '*/5 * * * *' }, 'more often than once a day'],
    [{ cron: '0 8 30 2 *' }, 'a time that never comes'],
    [{ cron: '0 8 * * * *' }, 'a pattern of five fields'],
    [{ zone: 'Mars/Olympus' }, 'no IANA time zone'],
    [{ span: 'year' }, 'span'],
  ])('%j is refused with the reason', async (change, reason) => {
    const { status, text } = await post({ ...weekly, ...change });
    expect([status, text.includes(reason)]).toEqual([400, true]);
  });

  test('a preview is what the mail would say, whole in itself, and may do nothing in a browser', async () => {
    const saved = await get(`${base}/${id}/preview`);
    const unsaved = await app.ask('POST', '/api/reports/preview', { as: irina, body: { ...wish, locale: 'uk' } });
    expect(saved.text).toContain('Weekly report');
    expect(unsaved.text).toContain('Звіт за тиждень');
    for (const { text, headers } of [saved, unsaved]) {
      expect([...text.matchAll(/src="([^"]{16})/g)].every(([, src]) => src?.startsWith('data:image/png;'))).toBe(true);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
      expect(text).not.toMatch(/unsubscribe/i);
    }
  });

  test('a workbook can be had at once', async () => {
    const { status, text, headers } = await get(`${base}/${id}/workbook`);
    expect([status, text.startsWith('PK')]).toEqual([200, true]);
    expect(headers.get('content-disposition')).toContain('leaveline-week-2026-06-29.xlsx');
  });

  test('figures that cannot be read are said to be away, those that may not be read to be forbidden', async () => {
    place.line.away = true;
    const away = await get(`${base}/${id}/preview`);
    place.line.away = false;
    const reader = place.line.readers.get('1');
    place.line.readers.delete('1');
    const forbidden = await get(`${base}/${id}/preview`);
    if (reader) place.line.readers.set('1', reader);
    expect([away.body.code, forbidden.body.code]).toEqual(['figures_away', 'no_right']);
  });

  test('what was sent at once is in the log of deliveries, with its size', async () => {
    place.clock.set(monday);
    const asked = await app.ask('POST', `${base}/${id}/send-now`, { as: irina });
    await place.send();
    const { deliveries } = (await get(`${base}/${id}/deliveries`)).body;
    const sent = deliveries.find(({ scheduledAt }: { scheduledAt: string }) => scheduledAt === asked.body.scheduledAt);
    expect([asked.status, sent.state, sent.byHand, sent.attempts]).toEqual([202, 'sent', true, 1]);
    expect(sent.bytes).toBeGreaterThan(20_000);
  });

  describe('the link to unsubscribe', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const path = (token: string) => `/api/reports/unsubscribe/${token}`;
    const click = (link: string) => app.ask('POST', link, { headers: form, body: 'List-Unsubscribe=One-Click' });
    const enabled = async () => (await get(`${base}/${id}`)).body.enabled;

    test('is the one that the mail carries; it asks when followed, and acts when posted, without a sign-in', async () => {
      const list = place.server.arrived.at(-1)?.headers.get('list') as unknown as { unsubscribe: { url: string } };
      const link = new URL(list.unsubscribe.url).pathname;
      const asked = await app.ask('GET', link);
      expect([asked.status, asked.text.includes('<form method="post">'), await enabled()]).toEqual([200, true, true]);
      expect([(await click(link)).status, await enabled(), (await click(link)).status]).toEqual([200, false, 200]);
    });

    test.each([
      ['of another key', () => signed(Buffer.alloc(32), 'report', [id])],
      ['of another purpose', () => signed(key, 'bounce', [id])],
      ['of a subscription that is gone', () => signed(key, 'report', ['gone'])],
    ])('%s does nothing', async (_, token) => {
      expect((await click(path(token()))).status).toBe(404);
    });
  });

  test('an ended subscription is gone', async () => {
    const { version } = (await get(`${base}/${id}`)).body;
    const ended = await app.ask('DELETE', `${base}/${id}`, { as: irina, headers: { 'if-match': `"${version}"` } });
    expect([ended.status, (await get(`${base}/${id}`)).status]).toEqual([204, 404]);
  });
});
