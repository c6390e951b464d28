import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { eventually } from '#lib/testing/eventually.ts';
import { sendSome } from '../common/mail/sender.ts';
import { databases } from '../common/testing/databases.ts';
import { type MailServer, mailServer } from '../common/testing/mailServer.ts';
import { choose } from './preferences.ts';
import { type Company, company, leave, noon } from './testing/company.ts';

const minute = 60_000;

describe.each(databases)('mail on %s', (kind) => {
  let place: Company;
  let server: MailServer;
  beforeEach(async () => {
    [place, server] = await Promise.all([company(kind), mailServer()]);
  });
  afterEach(() => Promise.all([place.drop(), server.stop()]));

  const send = () => sendSome(place.senderTo(server.port));
  const later = (ms: number) => place.clock.set(place.clock.now() + ms);
  const states = async () => (await place.mails()).map(({ state }) => state);

  test('arrives in the language of its person, as text and HTML, with a Cyrillic subject and one-click unsubscribe', async () => {
    await place.happens('vacation.request.submitted', leave);
    await send();
    const [mail] = server.arrived;
    expect(mail?.subject?.replace(/\s/gu, ' ')).toBe('Олена Коваль просить відпустку: 6–10 липня 2026 р.');
    expect(mail?.text).toContain('Вітаємо, Ірина!');
    expect(mail?.html).toContain('щорічна відпустка');
    expect(mail?.headers.get('list')).toMatchObject({ 'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' } });
    expect(mail?.envelope.rcptTo.map(({ address }) => address)).toEqual(['p1@example.org']);
    expect(await place.published()).toMatchObject([
      ['notification.sent', { employeeId: '1', channel: 'mail', template: 'submitted', locale: 'uk' }],
    ]);
  });

  test.each([
    ['8', 'You stand in for Ірина Коваль.'],
    ['9', 'Ви ухвалюєте рішення замість: Ірина Коваль.'],
  ])('to %s, who stands in for the manager, says so', async (to, line) => {
    await place.happens('user.registered', {
      employeeId: '9',
      firstName: 'Софія',
      email: 'p9@example.org',
      locale: 'uk',
    });
    await place.happens('vacation.request.submitted', { ...leave, delegates: [to] });
    await send();
    const said = server.arrived.map(({ text, envelope }) => [envelope.rcptTo[0]?.address, text?.includes(line)]);
    expect(said.sort()).toEqual([
      ['p1@example.org', false],
      [`p${to}@example.org`, true],
    ]);
  });

  test('about an account carries no unsubscribe', async () => {
    await place.happens('auth.password.changed', { employeeId: '8', reason: 'reset' });
    await send();
    expect([server.arrived[0]?.subject, server.arrived[0]?.headers.has('list')]).toEqual([
      'Your password was changed',
      false,
    ]);
  });

  test('says what others wrote as text, never as markup or a header', async () => {
    const evil = '<img src=x>"\r\nBcc: all@example.org';
    await place.happens('user.updated', {
      employeeId: '7',
      firstName: evil,
      lastName: '',
      email: 'p7@example.org',
      managerId: '1',
    });
    await place.happens('vacation.request.submitted', leave);
    await send();
    const [mail] = server.arrived;
    expect([mail?.headers.has('bcc'), String(mail?.html).includes('<img'), mail?.envelope.rcptTo.length]).toEqual([
      false,
      false,
      1,
    ]);
  });

  test('that is deferred is sent later, once', async () => {
    server.manners = ['defer', 'defer'];
    await place.happens('vacation.request.submitted', leave);
    await send();
    expect([await send(), await states()]).toEqual([0, ['waiting']]);
    later(minute);
    await send();
    later(minute);
    await send();
    later(60 * minute);
    expect([await send(), await states(), server.arrived.length]).toEqual([0, ['sent'], 1]);
    expect(await place.published()).toHaveLength(1);
  });

  test('whose server cannot be reached waits', async () => {
    await place.happens('vacation.request.submitted', leave);
    await sendSome(place.senderTo(1));
    expect(await states()).toEqual(['waiting']);
    later(minute);
    await send();
    expect([await states(), server.arrived.length]).toEqual([['sent'], 1]);
  });

  test('of unknown outcome is sent again under the same Message-ID', async () => {
    server.manners = ['cut after data'];
    await place.happens('vacation.request.submitted', leave);
    await send();
    expect(await states()).toEqual(['waiting']);
    later(minute);
    await send();
    const [first, second] = server.arrived.map(({ messageId }) => messageId);
    expect([server.arrived.length, first === second, await states()]).toEqual([2, true, ['sent']]);
    expect(await place.published()).toHaveLength(1);
  });

  test('that is refused is never tried again, and said so', async () => {
    server.manners = ['refuse'];
    await place.happens('vacation.request.submitted', leave);
    await send();
    later(100 * 60 * minute);
    expect([await send(), await states()]).toEqual([0, ['failed']]);
    expect(await place.published()).toMatchObject([
      ['notification.failed', { employeeId: '1', reason: 'refused', code: 550 }],
    ]);
  });

  test('leaves neither address nor name nor text in the log, however it goes and however much is logged', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    server.manners = ['take', 'defer', 'refuse', 'unknown address', 'cut after data'];
    for (let n = 0; n < 5; n++)
      await place.happens('vacation.request.submitted', { ...leave, requestId: `r${n}`, comment: 'to the sea' });
    while ((await sendSome(place.senderTo(server.port, { log }))) > 0);
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(lines.join('')).not.toMatch(/p1@|Ірина|Олена|Коваль|to the sea|просить/);
  });

  test('to an address that does not exist is not tried for the next event either, until there is another address', async () => {
    server.manners = ['unknown address'];
    await place.happens('vacation.request.submitted', leave);
    await send();
    await place.happens('vacation.request.withdrawn', { employeeId: '7', requestId: 'r1', withdrawnBy: '7' });
    await send();
    expect(await place.mails()).toMatchObject([
      { state: 'failed' },
      { to: '7', state: 'sent' },
      { to: '1', state: 'failed' },
    ]);
    await place.happens('user.updated', { employeeId: '1', firstName: 'Ірина', email: 'new@example.org' });
    await place.happens('vacation.request.submitted', { ...leave, requestId: 'r2' });
    await send();
    expect(server.arrived.at(-1)?.envelope.rcptTo).toMatchObject([{ address: 'new@example.org' }]);
  });

  test('that nobody took for two days is given up', async () => {
    server.manners = ['defer', 'defer'];
    await place.happens('vacation.request.submitted', leave);
    await send();
    later(49 * 60 * minute);
    await send();
    expect(await place.published()).toMatchObject([['notification.failed', { reason: 'too_old' }]]);
  });

  test('is sent once by two processes that look at the same moment', async () => {
    for (const requestId of ['a', 'b', 'c', 'd', 'e'])
      await place.happens('vacation.request.submitted', { ...leave, requestId });
    while ((await Promise.all([send(), send(), send()])).some((sent) => sent > 0));
    expect([server.arrived.length, new Set(server.arrived.map(({ messageId }) => messageId)).size]).toEqual([5, 5]);
  });

  test('of a kind that the person does not want is not sent', async () => {
    await place.happens('vacation.request.submitted', leave);
    await place.database.transaction((trx) => choose(trx, '1', { kind: 'approval', channel: 'mail', wanted: false }));
    await send();
    expect([await states(), server.arrived]).toEqual([['unwanted'], []]);
  });

  test('to a person who was erased never leaves', async () => {
    await place.happens('auth.password.changed', { employeeId: '7', reason: 'reset' });
    await place.happens('user.erasure_requested', { employeeId: '7' });
    await send();
    expect([await states(), server.arrived]).toEqual([['failed'], []]);
    expect(
      JSON.stringify(await place.database.db.selectFrom('people').selectAll().where('employee_id', '=', '7').execute()),
    ).not.toMatch(/Олена|p7@/);
  });

  test('that a process held when it died is sent when its lease has run out, under the same Message-ID', async () => {
    await place.happens('vacation.request.submitted', leave);
    const dying = sendSome(place.senderTo(server.port, { deliver: () => new Promise(() => {}) }));
    await eventually(async () => (await states()).includes('sending'));
    expect(await send()).toBe(0);
    place.clock.set(noon + 4 * minute);
    expect([await send(), await states(), server.arrived.length]).toEqual([1, ['sent'], 1]);
    void dying;
  });
});
