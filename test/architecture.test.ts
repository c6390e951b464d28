import { describe, expect, test } from '@jest/globals';
import { circlesIn, graphOf, type Import, importsOf, targetOf } from './guards/imports.ts';
import { codePaths, readSource, roomOf } from './guards/source.ts';

/**
 * What each room may import from; tests, wherever they lie, anything. `*`: anything of ours; `answers`: the types of
 * `answers.ts`.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  engine: ['lib'],
  schemas: ['lib'],
  domain: ['lib', 'schemas'],
  statistics: ['lib', 'schemas', 'domain'],
  tables: ['lib', 'schemas', 'domain', 'statistics'],
  services: ['lib', 'schemas', 'domain'],
  deadLetters: ['lib', 'schemas'],
  ingress: ['lib', 'schemas', 'deadLetters'],
  streams: ['lib', 'engine', 'schemas', 'domain', 'statistics'],
  sinks: ['lib', 'schemas', 'tables', 'statistics'],
  api: ['lib', 'schemas', 'domain', 'statistics', 'tables', 'deadLetters'],
  web: ['lib', 'schemas', 'answers'],
  local: ['lib'],
  docs: ['lib', 'schemas', 'statistics'],
  test: ['*'],
};

/**
 * Large rooms have floors: what lies on one imports from there and from those to its left; what lies on none stands on
 * all of them.
 */
const floors: Readonly<Record<string, readonly string[]>> = {
  'services/common': ['http', 'database', 'messaging', 'people', 'mail'],
  web: ['data', 'language', 'kit', 'charts', 'panels', 'areas', 'pages'],
  'web/areas': ['directory', 'leave'],
};

/**
 * What a page learns of a service is types of its `answers.ts`; that file, and what it stands on beside it, brings no
 * machinery along.
 */
const answersImport = ['zod', '#schemas/', '#domain/', '#lib/dates.ts', '#lib/millionths.ts', './'];

/** A client is reached through one folder, so that its shims cannot be missed, and nobody depends on its types. */
const onlyBehind: readonly { readonly module: string; readonly folder: string }[] = [
  { module: 'kafkajs', folder: 'lib/kafka' },
  { module: 'amqplib', folder: 'lib/amqp' },
];

const forTests = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.includes('/testing/');
const isAnswers = (path: string): boolean => /^(services\/[^/]+|api)\/answers\.ts$/.test(path);

function breaks(imported: Import): boolean {
  const { from, isTypeOnly } = imported;
  const to = targetOf(imported);
  if (to === undefined || roomOf(to) === roomOf(from) || forTests(from)) return false;
  const allowed = mayImport[roomOf(from)] ?? [];
  const needed = isAnswers(to) && isTypeOnly && allowed.includes('answers') ? 'answers' : roomOf(to);
  return !allowed.includes('*') && !allowed.includes(needed);
}

/** The floor of a path inside `house`: its place in the table, or above all of them. */
function floorOf(house: string, path: string): number {
  const names = floors[house] ?? [];
  const at = names.indexOf(path.slice(house.length + 1).split('/')[0] ?? '');
  return at === -1 ? names.length : at;
}

function climbs(house: string, imported: Import): boolean {
  const { from } = imported;
  const to = targetOf(imported);
  if (!from.startsWith(`${house}/`) || !to?.startsWith(`${house}/`) || forTests(from)) return false;
  return floorOf(house, from) < floorOf(house, to);
}

const paths = [...codePaths()];
const sources = paths.filter((path) => roomOf(path) in mayImport).map(readSource);
const imports = sources.flatMap(importsOf);
const graph = graphOf(sources);
const loaded = Map.groupBy(
  imports.filter(({ isTypeOnly }) => !isTypeOnly),
  ({ from }) => from,
);
const described = ({ from, module }: Import): string => `${from} imports ${module}`;

/** All that is loaded with these files, by imports of more than types. */
function reachedFrom(paths: readonly string[]): Set<string> {
  const reached = new Set(paths);
  for (const path of reached) {
    for (const imported of loaded.get(path) ?? []) reached.add(targetOf(imported) ?? imported.module);
  }
  return reached;
}

describe('the rooms of the house', () => {
  test('every file of code lies in a room', () => {
    expect(paths.filter((path) => path.includes('/') && !(roomOf(path) in mayImport))).toEqual([]);
  });

  test('code imports only from the rooms to its left', () => {
    expect(imports.filter(breaks).map(described)).toEqual([]);
  });

  test.each(Object.keys(floors))('code in %s imports from no floor above its own', (house) => {
    expect(imports.filter((imported) => climbs(house, imported)).map(described)).toEqual([]);
  });

  test('answers of services stand on shapes, definitions and pure rules alone', () => {
    const answers = imports.filter(({ from }) => isAnswers(from));
    const beside = answers.filter(({ module }) => module.startsWith('./')).map(targetOf);
    const found = [...answers, ...imports.filter(({ from }) => beside.includes(from))];
    const broken = found.filter(({ module }) => !answersImport.some((allowed) => module.startsWith(allowed)));
    expect(answers.length).toBeGreaterThan(0);
    expect(broken.map(described)).toEqual([]);
  });

  test('no imports run in a circle, not even those of types', () => {
    expect(circlesIn(graph)).toEqual([]);
  });

  test('what the page takes from other rooms runs in a browser: neither Node nor a package is behind it', () => {
    const ofThePage = (path: string): boolean =>
      roomOf(path) === 'web' && !forTests(path) && path !== 'web/vite.config.ts';
    const taken = imports.filter(({ from, isTypeOnly }) => ofThePage(from) && !isTypeOnly).flatMap(targetOf);
    const elsewhere = taken
      .filter((path) => path !== undefined)
      .filter((path) => roomOf(path) in mayImport && roomOf(path) !== 'web');
    expect(elsewhere).toContain('lib/dates.ts');
    expect([...reachedFrom(elsewhere)].filter((path) => !graph.has(path))).toEqual([]);
  });

  test.each(onlyBehind)('$module is imported only in $folder', ({ module, folder }) => {
    const outside = imports.filter(
      ({ from }) => !from.startsWith(`${folder}/`) && !forTests(from) && roomOf(from) !== 'test',
    );
    expect(outside.filter((imported) => imported.module === module).map(described)).toEqual([]);
  });

  test('a file that breaks the table is noticed', () => {
    const imported = (from: string, module: string, isTypeOnly = false): Import => ({ from, module, isTypeOnly });
    expect(breaks(imported('lib/clock.ts', '#schemas/event.ts'))).toBe(true);
    expect(breaks(imported('ingress/main.ts', '../streams/topology.ts'))).toBe(true);
    expect(breaks(imported('tables/tables.ts', '#statistics/catalogue.ts'))).toBe(false);
    expect(breaks(imported('tables/tables.ts', '#streams/topology.ts'))).toBe(true);
    expect(breaks(imported('engine/stateStore.ts', '#schemas/topics.ts', true))).toBe(true);
    expect(breaks(imported('web/main.tsx', '#services/user/answers.ts', true))).toBe(false);
    expect(breaks(imported('web/main.tsx', '#services/user/answers.ts'))).toBe(true);
    expect(breaks(imported('web/main.tsx', '#services/user/views.ts', true))).toBe(true);
  });

  test('a file that climbs to a higher floor is noticed', () => {
    const inCommon = (from: string, module: string): boolean =>
      climbs('services/common', { from: `services/common/${from}`, module, isTypeOnly: false });
    expect(inCommon('database/lock.ts', '../messaging/relay.ts')).toBe(true);
    expect(inCommon('mail/queue.ts', '../service.ts')).toBe(true);
    expect(inCommon('mail/queue.ts', '../database/lock.ts')).toBe(false);
  });
});
