import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { type AskOptions, type TestApp, testApp } from '../common/testing/app.ts';
import { databases, rowsOf } from '../common/testing/databases.ts';
import { everyInputIsOnlyText } from '../common/testing/hostile.ts';
import { type Cast, everyRouteRefusesStrangers } from '../common/testing/routes.ts';
import type { UserWorld } from './act.ts';
import { type Imports, imports } from './import/imports.ts';
import { userRoutes } from './service.ts';
import { type TestCompany, testCompany } from './testing/company.ts';

const hr = { employeeId: '9', roles: ['employee', 'hr'] } as const;
const stranger = { employeeId: '4', roles: ['employee'] } as const;
const owner = { employeeId: '3', roles: ['employee'] } as const;

/** The routes as data: nothing of the world is asked before a request comes. */
const declared = userRoutes({ database: {} } as UserWorld, {} as Imports);

const office = 'HR and administrators look after everybody';
const directory = 'the directory is for everybody; what it does not say is tested below';

describe.each(databases)('the routes on %s', (kind) => {
  let company: TestCompany;
  let files: Imports;
  let app: TestApp;
  beforeAll(async () => {
    company = await testCompany(kind);
    await company.person('1');
    await company.person('2', { managerId: '1' });
    await company.person('3', { managerId: '2', department: 'Sales' });
    await company.person('4', { managerId: '1' });
    await company.person('9');
    files = imports(company.world, silentLog);
    app = await testApp(userRoutes(company.world, files));
  });
  afterAll(async () => {
    await app?.stop();
    await files?.stop();
    await company?.drop();
  });

  const cast: Cast = {
    people: [
      { employeeId: '1', roles: ['employee', 'manager'] },
      { employeeId: '2', roles: ['employee', 'manager'] },
      { ...owner, roles: ['employee'] },
      { employeeId: '4', roles: ['employee', 'manager'] },
      { employeeId: 'nobody', roles: ['manager'] },
      { employeeId: '9', roles: ['hr'] },
    ],
    cases: ['tree', 'history', 'employment'].map((what) => ({
      route: `GET /api/user/people/:id/${what}`,
      params: { id: '3' },
      allowed: ['1', '2', '3', '9'],
    })),
    state: () => rowsOf(company.database, ['people', 'departments', 'memberships', 'outbox']),
  };

  const shared = Object.fromEntries(
    declared
      .filter(({ path }) => !/\/(tree|history|employment)$/.test(path))
      .map(({ method, path, roles }) => [`${method} ${path}`, roles.includes('employee') ? directory : office]),
  );

  if (kind === 'sqlite')
    everyRouteRefusesStrangers(
      declared,
      () => app,
      () => cast,
      shared,
    );

  test.each([
    [owner, 'full'],
    [{ employeeId: '2', roles: ['employee'] }, 'full'],
    [{ employeeId: '1', roles: ['employee'] }, 'full'],
    [hr, 'full'],
    [stranger, 'directory'],
  ] as const)('%j sees of person 3: %s', async (as, access) => {
    const { status, body, headers } = await app.ask('GET', '/api/user/people/3', { as });
    expect([status, body.access, headers.get('etag') !== null]).toEqual([200, access, access === 'full']);
    const privately = ['region', 'locale', 'hiredOn', 'lastDay', 'schedule', 'version', 'erasureRequestedAt'];
    expect(privately.filter((field) => field in body)).toEqual(access === 'full' ? privately : []);
  });

  test('the team, the managers above and the tree below are found', async () => {
    const ids = (rows: { employeeId: string }[]) => rows.map(({ employeeId }) => employeeId);
    const team = await app.ask('GET', '/api/user/people/2/team', { as: stranger });
    expect([team.body.manager.employeeId, ids(team.body.members)]).toEqual(['1', ['4']]);
    const above = await app.ask('GET', '/api/user/people/3/managers', { as: stranger });
    expect(ids(above.body.rows)).toEqual(['2', '1']);
    const below = await app.ask('GET', '/api/user/people/1/tree', { as: hr });
    expect(below.body.rows.map((row: { employeeId: string; depth: number }) => [row.employeeId, row.depth])).toEqual([
      ['2', 1],
      ['4', 1],
      ['3', 2],
    ]);
  });

  test('other services are told who manages a person, where and when the person works, and how new that is', async () => {
    const path = '/api/user/people/3/employment';
    const before = (await app.ask('GET', path, { as: owner })).body;
    expect(before).toMatchObject({ managerId: '2', region: 'UA', active: true, leftOn: null, schedules: [] });
    expect(before.departments).toEqual([{ from: '1900-01-01', value: 'Sales' }]);
    company.clock.set(company.clock.now() + 1_000);
    const etag = (await app.ask('GET', '/api/user/people/3', { as: hr })).headers.get('etag') ?? '';
    const half = { effectiveFrom: '2026-07-01', schedule: [0.5, 0.5, 0.5, 0.5, 0.5, 0, 0] };
    await app.ask('POST', '/api/user/people/3/schedules', { as: hr, headers: { 'if-match': etag }, body: half });
    const after = (await app.ask('GET', path, { as: owner })).body;
    expect(after.schedules).toEqual([{ from: '2026-07-01', value: [...Array(5).fill(500_000), 0, 0] }]);
    expect([before.toldAt, after.toldAt]).toEqual([company.clock.now() - 1_000, company.clock.now()]);
  });

  test('the directory is filtered, searched in Ukrainian whatever the case, and paged', async () => {
    const get = async (query: string) => (await app.ask('GET', `/api/user/people?${query}`, { as: stranger })).body;
    expect((await get('department=Sales')).rows.map((row: { employeeId: string }) => row.employeeId)).toEqual(['3']);
    expect((await get(`q=${encodeURIComponent('олена коваль-4')}`)).rows).toHaveLength(1);
    const first = await get('limit=2');
    expect([first.rows.length, first.next]).toEqual([2, '2']);
    expect((await get('limit=10&after=2')).next).toBeNull();
  });

  test('a change needs the version that it is meant for, and answers the next one', async () => {
    const body = { firstName: 'Оля' };
    const path = '/api/user/people/3';
    expect((await app.ask('PATCH', path, { as: hr, body })).status).toBe(428);
    const etag = (await app.ask('GET', path, { as: hr })).headers.get('etag') ?? '';
    const changed = await app.ask('PATCH', path, { as: hr, body, headers: { 'if-match': etag } });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, `"${changed.body.version}"`]);
    const stale = await app.ask('PATCH', path, { as: hr, body, headers: { 'if-match': etag } });
    expect([stale.status, stale.body.code, stale.body.remedy]).toEqual([412, 'stale', expect.stringContaining('ETag')]);
    const wrong = await app.ask('PATCH', path, { as: hr, body, headers: { 'if-match': '*' } });
    expect(wrong.status).toBe(400);
  });

  test('people choose their own language, and nothing else of themselves', async () => {
    const etag = (await app.ask('GET', '/api/user/me', { as: stranger })).headers.get('etag') ?? '';
    const headers = { 'if-match': etag };
    const more = await app.ask('PATCH', '/api/user/me', {
      as: stranger,
      headers,
      body: { locale: 'en', managerId: '9' },
    });
    expect(more.status).toBe(400);
    const done = await app.ask('PATCH', '/api/user/me', { as: stranger, headers, body: { locale: 'en' } });
    expect(done.status).toBe(200);
    expect((await app.ask('GET', '/api/user/me', { as: stranger })).body).toMatchObject({
      locale: 'en',
      managerId: '1',
    });
  });

  test('who left is known to their managers, HR and auditors alone', async () => {
    await company.person('50', { managerId: '1' });
    const headers = { 'if-match': '"1"' };
    const path = '/api/user/people/50';
    await app.ask('POST', `${path}/deactivation`, { as: hr, headers, body: { lastDay: '2026-06-01' } });
    expect((await app.ask('GET', path, { as: stranger })).status).toBe(404);
    expect((await app.ask('GET', path, { as: { employeeId: '1' } })).body.lastDay).toBe('2026-06-01');
    const seen = async (as: NonNullable<AskOptions['as']>) =>
      (await app.ask('GET', '/api/user/people?active=false', { as })).body.rows.some(
        (row: { employeeId: string }) => row.employeeId === '50',
      );
    const auditor = { employeeId: '3', roles: ['employee', 'auditor'] } as const;
    expect([await seen(hr), await seen(auditor), await seen(stranger)]).toEqual([true, true, false]);
    expect((await app.ask('GET', path, { as: auditor })).body).toMatchObject({ employeeId: '50', access: 'directory' });
  });

  const nasty = [
    `'; drop table people; --`,
    `" or 1=1 --`,
    '<script>alert(1)</script>',
    '=HYPERLINK("http://x")',
    '../../etc/passwd',
    '%00',
    '\u0000',
    '#{7*7}{{7*7}}',
    '\u202Eabc',
    '\uD800',
    'я'.repeat(300),
    '__proto__',
    '[object Object]',
  ];

  test.each(nasty)('%j breaks nothing wherever it is put', async (text) => {
    const everywhere = { $: text, id: text, employeeId: text, firstName: text, lastName: text, email: text };
    const more = { department: text, hiredOn: text, managerId: text, region: text, locale: text, schedule: text };
    const last = { effectiveFrom: text, voids: text, lastDay: text, name: text, into: text };
    const quoted = encodeURIComponent(text.toWellFormed());
    for (const { method, path, form } of declared) {
      const place = path.replace(/:\w+/g, quoted);
      const query = `?q=${quoted}&department=${quoted}&managerId=${quoted}&after=${quoted}&limit=${quoted}`;
      const body =
        form === 'text/csv' ? `employee_number,first_name\n${text},"${text}"\n` : { ...everywhere, ...more, ...last };
      const headers = { 'if-match': '"1"', ...(form && { 'content-type': form }) };
      const { status } = await app.ask(method, place + (method === 'GET' ? query : ''), {
        as: hr,
        headers,
        ...(method !== 'GET' && { body }),
      });
      expect([method, path, status < 500]).toEqual([method, path, true]);
    }
    const named = await app.ask('GET', `/api/user/people?q=${quoted}&limit=5`, { as: stranger });
    expect(named.status).toBeLessThan(500);
    expect((await app.ask('GET', '/api/user/people/1', { as: hr })).body.firstName).toBe('Олена');
  });

  test('a name that looks like code is kept letter for letter, or refused with the field', async () => {
    for (const [at, text] of nasty.entries()) {
      const path = '/api/user/people/1';
      const etag = (await app.ask('GET', path, { as: hr })).headers.get('etag') ?? '';
      const done = await app.ask('PATCH', path, { as: hr, headers: { 'if-match': etag }, body: { lastName: text } });
      if (done.status === 200) expect((await app.ask('GET', path, { as: hr })).body.lastName).toBe(text);
      else expect([at, done.status, done.body.faults[0].field]).toEqual([at, 400, 'lastName']);
    }
  });

  test('a file is checked, applied in the background, and a second time changes nothing', async () => {
    const lines = Array.from(
      { length: 120 },
      (_, at) => `n${at},Ім'я,Прізвище,n${at}@company.example,IT,${at ? 'n0' : '1'}`,
    );
    const body = `employee_number,first_name,last_name,email,department,manager\n${lines.join('\n')}\nx,,,,,\n1,,,,Magic,\n`;
    const headers = { 'content-type': 'text/csv' };
    const before = (await company.published()).length;
    const checked = await app.ask('POST', '/api/user/imports', { as: hr, headers, body });
    expect([checked.status, checked.body.state, checked.body.report.created]).toEqual([201, 'checked', 120]);
    expect(
      checked.body.report.faults.map((fault: { line: number; column: string }) => [fault.line, fault.column]),
    ).toEqual([
      ...['first_name', 'last_name', 'email', 'department'].map((column) => [122, column]),
      [123, 'department'],
    ]);
    expect((await company.published()).length).toBe(before);
    const path = `/api/user/imports/${checked.body.importId}`;
    const both = await Promise.all([1, 2].map(() => app.ask('POST', `${path}/apply`, { as: hr })));
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    const done = await applied(path);
    expect(done).toMatchObject({ done: 120, report: { created: 120, updated: 0, unchanged: 0 } });
    expect((await company.published()).length).toBe(before + 120);
    const again = await app.ask('POST', '/api/user/imports', { as: hr, headers, body });
    await app.ask('POST', `/api/user/imports/${again.body.importId}/apply`, { as: hr });
    expect(await applied(`/api/user/imports/${again.body.importId}`)).toMatchObject({ report: { unchanged: 120 } });
    expect((await company.published()).length).toBe(before + 120);
  }, 60_000);

  const applied = (path: string) =>
    eventually(async () => {
      const { body } = await app.ask('GET', path, { as: hr });
      return body.state !== 'applying' && body;
    }, 'the end of the import');
});

test('a file of exactly five MiB is read, and one of a byte more is refused', async () => {
  const limit = 5 * 1024 * 1024;
  const company = await testCompany('sqlite');
  const files = imports(company.world, silentLog);
  const app = await testApp(userRoutes(company.world, files));
  const head = 'employee_number,first_name\n';
  const ask = (bytes: number) => {
    const body = `${head}1,${'x'.repeat(bytes - head.length - 2)}`;
    return app.ask('POST', '/api/user/imports', { as: hr, headers: { 'content-type': 'text/csv' }, body });
  };
  const [full, over] = [await ask(limit), await ask(limit + 1)];
  expect([full.status, full.body.report.faults.length > 0, over.status]).toEqual([201, true, 413]);
  await app.stop();
  await files.stop();
  await company.drop();
});

describe.each(databases)('input of the routes on %s', (kind) => {
  let company: TestCompany;
  let files: Imports;
  let app: TestApp;
  let importId: string;
  let departmentId: string;
  beforeAll(async () => {
    company = await testCompany(kind);
    await company.person('1');
    await company.person('2', { managerId: '1' });
    files = imports(company.world, silentLog);
    app = await testApp(userRoutes(company.world, files));
    const headers = { 'content-type': 'text/csv' };
    const body = 'employee_number,first_name\n2,Оля\n';
    importId = (await app.ask('POST', '/api/user/imports', { as: hr, headers, body })).body.importId;
    departmentId = (await app.ask('GET', '/api/user/departments', { as: hr })).body.rows[0].id;
  });
  afterAll(async () => {
    await app?.stop();
    await files?.stop();
    await company?.drop();
  });

  const idsOf = (path: string) => {
    if (path.includes('/imports/')) return importId;
    return path.includes('/departments/') ? departmentId : '2';
  };

  everyInputIsOnlyText(declared, () => app, {
    as: { employeeId: '1', roles: ['employee', 'manager', 'hr', 'admin'] },
    database: () => company.database,
    headers: { 'if-match': '"1"' },
    examples: ({ path }) => ({
      id: idsOf(path),
      employeeId: 'n1',
      managerId: '1',
      department: 'Sales',
      into: departmentId,
      active: 'true',
      effectiveFrom: '2026-07-01',
      hiredOn: '2026-07-01',
      lastDay: '2026-12-31',
    }),
  });
});
