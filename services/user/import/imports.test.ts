import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newTrace } from '#lib/http/trace.ts';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { databases } from '../../common/testing/databases.ts';
import { deactivate } from '../leaving.ts';
import { type TestCompany, testCompany } from '../testing/company.ts';
import { type Imports, imports } from './imports.ts';

function file(count: number, lastName = 'Коваль') {
  const people = Array.from({ length: count }, (_, at) => `i${at},Ян,${lastName},i${at}@company.example,IT`);
  return `employee_number,first_name,last_name,email,department\n${people.join('\n')}\n`;
}

describe.each(databases)('imports on %s', (kind) => {
  let company: TestCompany;
  let files: Imports;
  beforeEach(async () => {
    company = await testCompany(kind);
    files = imports(company.world, silentLog);
  });
  afterEach(async () => {
    await files.stop();
    await company.drop();
  });

  const ended = (id: string) =>
    eventually(async () => {
      const status = await files.status(id);
      return status.state !== 'applying' && status;
    });
  const announced = async () => (await company.published()).map(({ data }) => data.employeeId);

  test('one that a stop cuts off goes on when it is applied again, and announces nobody twice', async () => {
    const { importId } = await files.check(file(150), '9');
    await files.apply(importId, newTrace());
    while ((await announced()).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await files.stop();
    expect(await files.status(importId)).toMatchObject({ state: 'interrupted', total: 150 });
    const before = (await announced()).length;
    expect(before).toBeLessThan(150);
    files = imports(company.world, silentLog);
    await files.apply(importId, newTrace());
    const { report, done } = await ended(importId);
    expect([done, report.created, report.unchanged]).toEqual([150, 150 - before, before]);
    expect(new Set(await announced()).size).toBe((await announced()).length);
  }, 30_000);

  test('one that is cancelled ends, keeps what it has done, and is not applied again', async () => {
    const { importId } = await files.check(file(1_000), '9');
    await files.apply(importId, newTrace());
    while ((await announced()).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await files.cancel(importId)).toMatchObject({ state: 'cancelled', total: 1_000 });
    const reported = async () => {
      const { state, done, report } = await files.status(importId);
      return { state, done, created: report.created };
    };
    await eventually(async () => (await reported()).done === (await reported()).created);
    const { state, done } = await reported();
    expect([state, done < 1_000]).toEqual(['cancelled', true]);
    expect(await announced()).toHaveLength(done);
    const refused = { complaint: expect.objectContaining({ code: 'import_state' }) };
    await expect(files.apply(importId, newTrace())).rejects.toMatchObject(refused);
    await expect(files.cancel(importId)).rejects.toMatchObject(refused);
  }, 30_000);

  test('one that a crash cut off can be applied again', async () => {
    const { importId } = await files.check(file(3), '9');
    await company.database.db.updateTable('imports').set({ state: 'applying' }).execute();
    await files.recover();
    await files.apply(importId, newTrace());
    expect(await ended(importId)).toMatchObject({ state: 'applied', done: 3 });
  });

  test('what the company no longer allows when it is applied becomes a fault of its line', async () => {
    await company.person('1');
    await company.person('2');
    const text = 'employee_number,last_name,manager\n2,Нова,1\n1,Інша,\n';
    const { importId, report } = await files.check(text, '9');
    expect(report).toMatchObject({ updated: 2, faults: [] });
    await company.act((act) => deactivate(act, { id: '1', version: 1 }, '2026-05-31'));
    await files.apply(importId, newTrace());
    const end = await ended(importId);
    expect(end.report.faults.map(({ line, column }) => [line, column])).toEqual([
      [2, 'manager'],
      [3, 'employee_number'],
    ]);
    const names = await company.database.db.selectFrom('people').select('last_name').orderBy('employee_id').execute();
    expect(names.map(({ last_name }) => last_name)).toEqual(['Коваль-1', 'Коваль-2']);
  });

  test('known people change their names, departments and weekdays; the file is forgotten after that', async () => {
    await company.person('2', { hiredOn: null });
    const text =
      'employee_number;last_name;department;department_from;schedule;hired_on\n2;Нова;Law;2026-07-01;1 1 1 0 0 0 0;2019-05-01\n';
    const { importId } = await files.check(text, '9');
    await files.apply(importId, newTrace());
    expect(await ended(importId)).toMatchObject({ report: { updated: 1 } });
    expect((await company.published()).map(({ type }) => type.replace('user.', ''))).toEqual([
      ...['registered', 'updated', 'registered', 'department_changed', 'schedule_changed'],
    ]);
    const [row] = await company.database.db.selectFrom('imports').select('content').execute();
    expect(row?.content).toBe('');
  });

  test('thousands of lines are checked at once', async () => {
    const { report } = await files.check(file(20_000), '9');
    expect([report.created, report.faults.length]).toEqual([20_000, 0]);
  }, 20_000);
});
