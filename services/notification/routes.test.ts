import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listen } from '#lib/http/serve.ts';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { testIssuer } from '#schemas/access/testing/tokens.ts';
import { httpOf } from '../common/http/app.ts';
import { signed } from '../common/mail/links.ts';
import { sendSome } from '../common/mail/sender.ts';
import { type TestApp, testApp } from '../common/testing/app.ts';
import { databases, rowsOf } from '../common/testing/databases.ts';
import { everyInputIsOnlyText } from '../common/testing/hostile.ts';
import { type Arrived, type MailServer, mailServer } from '../common/testing/mailServer.ts';
import { everyRouteRefusesStrangers } from '../common/testing/routes.ts';
import { type Live, live } from './live.ts';
import type { NotificationWorld } from './routes.ts';
import { notificationRoutes } from './service.ts';
import { type Company, company, key, leave } from './testing/company.ts';

const nasty = [`' or '1'='1`, `'; drop table mails; --`, '%', '<script>', '\u0000', '../../x', '🦔'.repeat(40)];

describe.each(databases)('the notification centre on %s', (kind) => {
  let place: Company;
  let app: TestApp;
  let server: MailServer;
  let pages: Live;
  beforeAll(async () => {
    [place, server] = await Promise.all([company(kind), mailServer()]);
    pages = live(place.database, silentLog);
    app = await testApp(notificationRoutes(world()));
    await place.happens('vacation.request.submitted', leave);
    await place.happens('vacation.request.submitted', { ...leave, requestId: 'r2', employeeId: '8' });
    await place.happens('vacation.request.rejected', {
      employeeId: '7',
      requestId: 'r1',
      decidedBy: '1',
      reason: 'busy',
    });
    await sendSome(place.senderTo(server.port));
    mine = (await list(olena)).notices[0].id;
  });
  afterAll(async () => {
    await pages.stop();
    await app.stop();
    await Promise.all([place.drop(), server.stop()]);
  });

  const world = (): NotificationWorld => {
    const { database, clock } = place;
    return { database, clock, source: '/notification', zone: 'Europe/Kyiv', key, live: pages };
  };
  const manager = { employeeId: '1', locale: 'uk', roles: ['manager'] } as const;
  const olena = { employeeId: '7', locale: 'en' } as const;
  const list = async (as: typeof manager | typeof olena, query = '') =>
    (await app.ask('GET', `/api/notification/notices${query}`, { as })).body;

  everyRouteRefusesStrangers(
    notificationRoutes({} as NotificationWorld).filter(({ path }) => !path.endsWith('/stream')),
    () => app,
    () => ({
      people: [manager, olena, { employeeId: '50', roles: ['admin', 'hr', 'auditor'] }],
      cases: [{ route: 'POST /api/notification/notices/:id/read', params: { id: mine }, allowed: ['7'] }],
      state: () => rowsOf(place.database, ['notices', 'preferences', 'mails', 'outbox']),
    }),
  );

  everyInputIsOnlyText(notificationRoutes({} as NotificationWorld), () => app, {
    as: { employeeId: '7', roles: ['employee', 'admin', 'hr'] },
    database: () => place.database,
    examples: () => ({ id: mine, token: signed(key, 'unsubscribe', ['1', 'team']), kind: 'team', before: '1000000' }),
    without: ({ path }) => path.endsWith('/stream'),
  });

  let mine = '';

  test('shows what a person was told, newest first, in the language of the page', async () => {
    const { notices, unread } = await list(manager);
    expect(notices.map(({ title }: { title: string }) => title.split(' ')[0])).toEqual(['Петро', 'Олена']);
    expect(notices[0]).toMatchObject({ kind: 'approval', place: '/approvals', readAt: null });
    expect(unread).toBe(2);
    expect((await list(olena)).notices[0].text).toContain('Reason: busy');
  });

  test('shows it in another language to who asks for it, and ends no sentence twice', async () => {
    const [{ text }] = (await list(olena, '?language=uk')).notices;
    expect(text).toContain('Причина: busy');
    expect(text).not.toMatch(/\.\./);
  });

  test('streams to nobody who is not signed in', async () => {
    expect((await app.ask('GET', '/api/notification/stream')).status).toBe(401);
  });

  test('goes on where a page ended', async () => {
    const first = await list(manager, '?limit=1');
    const second = await list(manager, `?limit=1&before=${first.next}`);
    expect([first.notices.length, second.notices.length, second.next]).toEqual([1, 1, null]);
  });

  test('counts what is unread, and tells an open page of every change', async () => {
    const stop = new AbortController();
    const issuer = await testIssuer();
    const routes = notificationRoutes(world());
    const callback = httpOf({
      name: 'test',
      version: '0',
      routes,
      verify: issuer.verify,
      log: silentLog,
      ready: () => null,
    }).callback();
    const streaming = await listen(0, callback, 'TEST_PORT');
    const token = await issuer.tokenFor(manager);
    const response = await fetch(`http://127.0.0.1:${streaming.port}/api/notification/stream`, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    });
    const heard: string[] = [];
    const reading = (async () => {
      for await (const chunk of response.body ?? []) heard.push(Buffer.from(chunk).toString());
    })().catch(() => undefined);
    await eventually(() => heard.join('').includes('"unread":2'));
    expect((await app.ask('POST', '/api/notification/read-all', { as: manager })).status).toBe(204);
    await eventually(() => heard.join('').includes('"unread":0'));
    await place.happens('vacation.request.submitted', { ...leave, requestId: 'r3' });
    await eventually(() => heard.join('').includes('"unread":1'));
    stop.abort();
    await reading;
    await streaming.stop();
    expect((await app.ask('GET', '/api/notification/unread', { as: manager })).body).toEqual({ unread: 1 });
  });

  test('switches kinds off and on, but never what touches the account', async () => {
    const put = (body: object) => app.ask('PUT', '/api/notification/choices', { as: olena, body });
    const { body } = await put({ kind: 'team', channel: 'page', wanted: false });
    expect(body.choices.filter(({ wanted }: { wanted: boolean }) => !wanted)).toMatchObject([
      { kind: 'team', channel: 'page' },
    ]);
    expect((await put({ kind: 'account', channel: 'mail', wanted: false })).status).toBe(400);
    expect(
      (await put({ kind: 'team', channel: 'page', wanted: true })).body.choices.every(
        ({ wanted }: { wanted: boolean }) => wanted,
      ),
    ).toBe(true);
  });

  describe('a link to unsubscribe', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const path = (token = signed(key, 'unsubscribe', ['8', 'team'])) => `/api/notification/unsubscribe/${token}`;
    const wanted = async () =>
      (await app.ask('GET', '/api/notification/choices', { as: { employeeId: '8' } })).body.choices.find(
        (one: { kind: string; channel: string }) => one.kind === 'team' && one.channel === 'mail',
      ).wanted;

    test('asks when it is followed, and acts when it is posted, without a sign-in', async () => {
      const asked = await app.ask('GET', path());
      expect([asked.status, asked.text.includes('<form method="post">'), await wanted()]).toEqual([200, true, true]);
      const done = await app.ask('POST', path(), { headers: form, body: 'List-Unsubscribe=One-Click' });
      expect([done.status, await wanted()]).toEqual([200, false]);
    });

    test('is the one that the mail carries', async () => {
      const html = String(server.arrived[0]?.html);
      const [link = ''] =
        /https:\/\/leave\.example\.org(\/api\/notification\/unsubscribe\/[^"]+)/.exec(html)?.slice(1) ?? [];
      expect((await app.ask('POST', link, { headers: form, body: 'List-Unsubscribe=One-Click' })).status).toBe(200);
    });

    test.each([
      ['of another key', () => signed(Buffer.alloc(32), 'unsubscribe', ['8', 'team'])],
      ['of another purpose', () => signed(key, 'bounce', ['8', 'team'])],
      ['about an account', () => signed(key, 'unsubscribe', ['8', 'account'])],
      [
        'with another person put in',
        () =>
          `${signed(key, 'x', ['7', 'team']).split('.')[0]}.${signed(key, 'unsubscribe', ['8', 'team']).split('.')[1]}`,
      ],
    ])('%s does nothing', async (_, token) => {
      expect((await app.ask('POST', path(token()), { headers: form, body: 'List-Unsubscribe=One-Click' })).status).toBe(
        404,
      );
    });
  });

  test('a bounce stops mail to the address, and is said once', async () => {
    const from = senderOf(server.arrived.find(({ envelope }) => envelope.rcptTo[0]?.address === 'p1@example.org'));
    const bounce = (recipient: string, status = '5.1.1') =>
      app.ask('POST', '/api/notification/bounces', { body: { recipient, status } });
    expect([(await bounce(from, '4.2.2')).status, (await bounce(from)).status, (await bounce(from)).status]).toEqual([
      204, 204, 204,
    ]);
    expect((await bounce(from.replace('+', '+x'))).status).toBe(404);
    const failed = (await place.published()).filter(([type]) => type === 'notification.failed');
    expect(failed).toMatchObject([['notification.failed', { employeeId: '1', reason: 'bounced' }]]);
  });

  test.each(nasty)('takes %j for what it is, text', async (text) => {
    const value = encodeURIComponent(text);
    const answers = await Promise.all([
      app.ask('GET', `/api/notification/notices?before=${value}`, { as: olena }),
      app.ask('POST', `/api/notification/notices/${value}/read`, { as: olena }),
      app.ask('PUT', '/api/notification/choices', { as: olena, body: { kind: text, channel: text, wanted: text } }),
      app.ask('GET', `/api/notification/unsubscribe/${value}`),
      app.ask('POST', '/api/notification/bounces', { body: { recipient: text, status: '5.1.1' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 400, 404, 404]);
  });
});

function senderOf(mail: Arrived | undefined): string {
  const from = mail?.envelope.mailFrom;
  return from ? from.address : '';
}
