import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Look, Question } from './adding/look.ts';
import { copyTree, linkPackages } from './treeCopy.ts';

// What docs/ARCHITECTURE.md says of adding things, done as it says: its files, its commands, nothing else.

const page = readFileSync(resolve(import.meta.dirname, '../docs/ARCHITECTURE.md'), 'utf8');
const chapter = /^## Adding things\n(.*?)^## /ms.exec(page)?.[1] ?? '';
const blocks = (language: string): string[] =>
  [...chapter.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text ?? '');
/** Each begins with a comment that says where it lies. */
const files = blocks('ts').map((block) => /^\/\/ (\S+)\n(.*)$/s.exec(block)?.slice(1) ?? []);
const commands = blocks('sh').join('').trim().split('\n');

/** The suites that everything in a catalogue has to pass. */
const conformance = [
  'statistics/catalogue',
  'schemas/catalogue',
  'schemas/reader/envelopes',
  'docs/pages',
  'audit/sentence',
];

const question: Question = {
  now: Date.parse('2026-07-10T12:00:00Z'),
  tables: ['statistics_sickness_by_weekday', 'events'],
  messages: [
    {
      route: 'hr.events',
      body: { employeeId: '7', department: 'Sales', hiredOn: '2020-02-03' },
      properties: {
        headers: {
          'rbs2-msg-type': 'Hr.UserRegistered, Hr',
          'rbs2-msg-id': 'r-1',
          'rbs2-senttime': '2026-01-05T09:00:00Z',
        },
      },
    },
    { route: 'sick_lists', body: { list: 'АБ-1', worker: 7, from: '2026-07-06', till: '2026-07-10' } },
    {
      route: 'hr.events',
      body: {
        specversion: '1.0',
        id: 'd-1',
        source: '/idp',
        type: 'auth.device.trusted',
        time: '2026-07-06T08:00:00Z',
        data: { employeeId: '7', device: 'the phone' },
      },
    },
  ],
};

describe('in a copy of the tree, after what the page says', () => {
  let copy = '';
  let look: Look;
  /** What the panels that are drawn by themselves ask the API. */
  let panels: Readonly<Record<string, readonly string[]>>;
  const run = (command: string, input = '') =>
    spawnSync('sh', ['-c', command], { cwd: copy, env: environment(), input, encoding: 'utf8', timeout: 240_000 });

  beforeAll(() => {
    copy = copyTree();
    linkPackages(copy);
    for (const [path = '', text = ''] of files) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
    for (const command of commands) {
      const { status, stdout, stderr } = run(command);
      expect({ command, status, said: status === 0 ? '' : stdout + stderr }).toEqual({ command, status: 0, said: '' });
    }
    look = JSON.parse(run('node_modules/.bin/node test/adding/look.ts', JSON.stringify(question)).stdout);
    panels = JSON.parse(
      run('node_modules/.bin/node web/panels/testing/undrawn.ts', JSON.stringify(look.catalogue)).stdout,
    );
  }, 600_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('there is one file of each kind, and everything they need follows', () => {
    const folders = files.map(([path = '']) => dirname(path));
    expect(folders.sort()).toEqual([
      'ingress/translators',
      'schemas/events',
      'schemas/reader/envelopes',
      'statistics/catalogue',
    ]);
  });

  test('the suites of the catalogues pass', () => {
    const { status, stdout, stderr } = run(`npm test -- --verbose ${conformance.join(' ')}`);
    expect(status === 0 ? '' : stdout + stderr).toBe('');
    expect(stderr).toContain('the statistic sickness_by_weekday');
  }, 600_000);

  test('the statistic has a topic, a subject, a table, a route, a panel and a page', () => {
    expect(look.topics).toContain('hr.statistics.sickness_by_weekday');
    expect(look.subjects).toContain('hr.statistics.sickness_by_weekday-value');
    expect(look.tables).toContain('statistics_sickness_by_weekday');
    expect(look.routes).toContain('/api/statistics/sickness_by_weekday');
    expect(panels['sickness-by-weekday']).toEqual([
      expect.stringMatching(/^\/api\/statistics\/sickness_by_weekday\?.*by=month$/),
    ]);
    expect(written('docs/statistics/sickness_by_weekday.md')).toContain(
      'On which day of the week does sickness begin?',
    );
    expect(written('docs/topics.md')).toContain('hr.statistics.sickness_by_weekday');
  });

  test('the event type has a subject with a first version, an entry in the list of types, and a name on the page', () => {
    expect(look.subjects).toContain('hr.logins-hr.AuthDeviceTrusted');
    expect(JSON.parse(written('schemas/registry/hr.logins-hr.AuthDeviceTrusted/1.avsc')).name).toBe(
      'AuthDeviceTrusted',
    );
    expect(written('docs/events.md')).toContain('## auth.device.trusted');
    expect(written('web/areas/audit/messages/types.ts')).toContain(
      "'audit.type.auth.device.trusted': 'Device trusted'",
    );
  });

  test('what is published by each of them comes to the tables', () => {
    expect(look.received).toEqual(['ok', 'ok', 'ok']);
    const events = look.rows.events?.map(({ type, employee_id, source }) => [type, employee_id, source]);
    expect(events?.sort()).toEqual([
      ['absence.sick.reported', '7', '/sick_lists'],
      ['auth.device.trusted', '7', '/idp'],
      ['user.registered', '7', '/hr.events'],
    ]);
    // The sixth of July was a Monday.
    expect(look.rows.statistics_sickness_by_weekday).toEqual([
      { month: '2026-07-01', department: 'Sales', weekday: 1, spells: 1 },
    ]);
  });

  const written = (path: string): string => readFileSync(join(copy, path), 'utf8');
});

/** The environment of a shell in which nobody runs npm or jest. */
function environment(): NodeJS.ProcessEnv {
  const ours = /^(npm_|JEST_|NODE_ENV$|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
