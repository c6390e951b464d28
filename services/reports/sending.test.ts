import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { eventually } from '#lib/testing/eventually.ts';
import { databases } from '../common/testing/databases.ts';
import { sendNow } from './subscriptions.ts';
import { type Office, office, personOf } from './testing/office.ts';
import { monday, requestOf } from './testing/team.ts';

const minute = 60_000;
const week = 7 * 24 * 60 * minute;
const states = async (place: Office) => (await place.mails()).map(({ state, reason }) => reason ?? state);

describe.each(databases)('reports by mail on %s', (kind) => {
  let place: Office;
  beforeEach(async () => {
    place = await office(kind);
  });
  afterEach(() => place.stop());

  const due = (ms = 0) => place.clock.set(monday + ms);
  const ids = () => place.server.arrived.map(({ messageId }) => messageId);

  test('go out when their slot has come, and not before', async () => {
    await place.subscribe('1');
    expect(await place.queue()).toBe(0);
    due();
    expect([await place.queue(), await place.send(), await place.queue()]).toEqual([1, 1, 0]);
    const [mail] = place.server.arrived;
    expect(mail?.subject?.replace(/\s/gu, ' ')).toBe('Звіт за тиждень: 29 червня – 5 липня 2026 р.');
    expect(mail?.envelope.rcptTo.map(({ address }) => address)).toEqual(['p1@example.org']);
    expect(mail?.headers.get('list')).toMatchObject({ 'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' } });
    expect(await place.published()).toMatchObject([
      ['notification.sent', { employeeId: '1', channel: 'mail', template: 'report_week', locale: 'uk' }],
    ]);
  });

  test('show figures beside those of the week before, as text and HTML', async () => {
    await place.subscribe('1');
    due();
    await place.queue();
    await place.send();
    const [mail] = place.server.arrived;
    const text = String(mail?.text).replace(/[^\S\n]/gu, ' ');
    expect(text).toContain('Нові заявки: 3 · було 1 · +2');
    expect(text).toContain('Погоджено: 50% · було 100% · −50 в. п. · 1 з 2 рішень');
    expect(text).toContain('Дні відпустки: 3 · було 2 · +1');
    expect(text).toContain('Дні хвороби: 2 · було 0 · +2');
    expect(text).toContain('- Петро Їжакевич · вт, 7 лип. – чт, 9 лип. · Продажі · Навчальна відпустка');
    const html = String(mail?.html);
    for (const said of ['Олена О&#39;Ґедзь', 'чекає 2 дні', '29 червня']) expect(html).toContain(said);
  });

  test('carry charts as pictures of twice the size, with words for who does not see them', async () => {
    await place.subscribe('1');
    due();
    await place.queue();
    await place.send();
    const [mail] = place.server.arrived;
    const pictures = mail?.attachments.filter(({ contentType }) => contentType === 'image/png') ?? [];
    expect(pictures.map(({ content }) => content.readUInt32BE(16))).toEqual([1072, 1072, 1072, 1072]);
    const parsed = String(mail?.html);
    expect([...parsed.matchAll(/<img [^>]*alt="[^"]{20,}"/g)]).toHaveLength(4);
    expect(pictures.every(({ related }) => related)).toBe(true);
  });

  test('carry the rows as a workbook, in which nobody is said to be ill', async () => {
    await place.subscribe('1', { locale: 'en' });
    place.line.requests.push(requestOf('7', 'evil', 'submitted', ['2026-07-02', null], { lastName: '=1+1' }));
    due();
    await place.queue();
    await place.send();
    const file = place.server.arrived[0]?.attachments.find(({ filename }) => filename?.endsWith('.xlsx'));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Uint8Array.from(file?.content ?? []).buffer);
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      'Figures',
      'Requests',
      'Absences',
      'Next seven days',
      'Waiting',
    ]);
    const rows = (name: string) =>
      (book.getWorksheet(name)?.getSheetValues() ?? []).slice(2).map((row) => (row as unknown[]).slice(1));
    expect(rows('Figures')[2]?.slice(0, 6)).toEqual(['Approved (share)', 0.5, 1, -0.5, 1, 2]);
    expect(rows('Requests').map(([who]) => who)).toContain('Олена =1+1');
    expect(rows('Absences').filter(([who]) => who === 'Петро Їжакевич')).toEqual([
      ['Петро Їжакевич', 'Продажі', new Date('2026-07-02'), 'Absent', 1, 1],
      ['Петро Їжакевич', 'Продажі', new Date('2026-07-03'), 'Absent', 1, 1],
    ]);
    expect(JSON.stringify(book.worksheets.map(({ name }) => rows(name)))).not.toMatch(/"sick"|Sick leave/);
  });

  test('are about whom the recipient may see when they are made, not when they were subscribed to', async () => {
    await place.subscribe('1');
    place.line.readers.set('1', { roles: ['employee', 'manager'], sees: ['1', '7'] });
    due();
    await place.queue();
    await place.send();
    expect(String(place.server.arrived[0]?.html)).not.toContain('Їжакевич');
  });

  test('are about one department, where that was chosen', async () => {
    await place.subscribe('2', { department: 'Підтримка', locale: 'en' });
    due();
    await place.queue();
    await place.send();
    const text = String(place.server.arrived[0]?.text);
    expect([text.includes('Department: Підтримка'), text.includes('Софія'), text.includes('Олена')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test.each([
    ['leads nobody any more', () => place.line.readers.set('1', { roles: ['employee'], sees: ['1'] })],
    ['has no account any more', () => place.line.readers.delete('1')],
  ])('are not sent to who %s', async (_, loses) => {
    await place.subscribe('1');
    loses();
    due();
    await place.queue();
    await place.send();
    expect([await states(place), place.server.arrived]).toEqual([['no_right'], []]);
  });

  test('of nothing are left out, where that was asked for', async () => {
    await place.subscribe('1', { skip_empty: 1 });
    await place.subscribe('1', { skip_empty: 0 });
    place.line.requests = [];
    place.line.absences = [];
    due();
    await place.queue();
    await place.send();
    expect((await states(place)).sort()).toEqual(['empty', 'sent']);
    expect(String(place.server.arrived[0]?.text)).toContain('Усі будуть на місці.');
  });

  test('wait while the API is away, and are sent once it is back', async () => {
    await place.subscribe('1');
    place.line.away = true;
    due();
    await place.queue();
    await place.send();
    expect(await states(place)).toEqual(['waiting']);
    place.line.away = false;
    due(minute);
    await place.send();
    expect(await states(place)).toEqual(['sent']);
  });

  test('that a server defers come later; that it refuses, never again', async () => {
    await place.subscribe('1');
    await place.subscribe('2');
    place.server.manners = ['defer', 'refuse'];
    due();
    await place.queue();
    await place.send();
    expect((await states(place)).sort()).toEqual(['refused', 'waiting']);
    due(minute);
    await place.send();
    due(60 * minute);
    expect([await place.send(), place.server.arrived.length]).toEqual([0, 1]);
    expect((await place.published()).map(([type]) => type).sort()).toEqual([
      'notification.failed',
      'notification.sent',
    ]);
  });

  test('of unknown outcome are sent again under the same Message-ID', async () => {
    await place.subscribe('1');
    place.server.manners = ['cut after data'];
    due();
    await place.queue();
    await place.send();
    due(minute);
    await place.send();
    expect([ids().length, new Set(ids()).size, await states(place)]).toEqual([2, 1, ['sent']]);
  });

  test('are one for each slot, however many processes look and send at the same moment', async () => {
    for (const id of ['1', '2']) for (let n = 0; n < 4; n++) await place.subscribe(id);
    due();
    const made = await Promise.all([place.queue(), place.queue(), place.queue()]);
    while ((await Promise.all([place.send(), place.send(), place.send()])).some((sent) => sent > 0));
    expect([made.reduce((sum, one) => sum + one, 0), ids().length, new Set(ids()).size]).toEqual([8, 8, 8]);
  });

  test('whose making takes longer than the lease are left to who has them then', async () => {
    await place.subscribe('1');
    due();
    await place.queue();
    const slow = Promise.withResolvers<void>();
    place.line.before = () => slow.promise;
    const first = place.send();
    await eventually(async () => (await states(place)).includes('sending'));
    due(4 * minute);
    const second = place.send();
    const mails = place.database.db.selectFrom('mails').select('attempts');
    await eventually(async () => (await mails.executeTakeFirst())?.attempts === 2);
    slow.resolve();
    await Promise.all([first, second]);
    expect([ids().length, await states(place)]).toEqual([1, ['sent']]);
  });

  test('that were missed while nothing ran are made up for by the newest alone, and not after a day', async () => {
    await place.subscribe('1');
    due(2 * week + minute);
    expect([await place.queue(), await place.send()]).toEqual([1, 1]);
    expect(place.server.arrived[0]?.subject).toContain('13');
    due(3 * week + 25 * 60 * minute);
    expect(await place.queue()).toBe(0);
  });

  test('go at once when asked for, once a minute, also when nothing happened', async () => {
    const { subscription_id: id } = await place.subscribe('1', { skip_empty: 1, enabled: 0 });
    place.line.requests = [];
    place.line.absences = [];
    const ask = () => sendNow(place.world, personOf('1'), id);
    expect(new Set([await ask(), await ask(), ...(await Promise.all([ask(), ask()]))]).size).toBe(1);
    await place.send();
    place.clock.set(place.clock.now() + minute + 1);
    await ask();
    await place.send();
    expect([ids().length, new Set(ids()).size, await states(place)]).toEqual([2, 2, ['sent', 'sent']]);
  });

  test('end with the person: who is erased gets none, and nothing of them is kept', async () => {
    await place.subscribe('1');
    due();
    await place.queue();
    await place.happens('user.erasure_requested', { employeeId: '1' });
    await place.send();
    expect([await states(place), place.server.arrived]).toEqual([['off'], []]);
    const kept = await Promise.all([
      place.database.db.selectFrom('people').selectAll().where('employee_id', '=', '1').execute(),
      place.database.db.selectFrom('subscriptions').selectAll().execute(),
    ]);
    expect(JSON.stringify(kept)).not.toMatch(/Ірина|p1@/);
  });
});
