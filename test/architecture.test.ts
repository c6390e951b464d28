import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** What each room may import from; tests, wherever they lie, anything. `*`: anything of ours; `answers`: the types of `answers.ts`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  engine: ['lib'],
  schemas: ['lib'],
  domain: ['lib', 'schemas'],
  statistics: ['lib', 'schemas', 'domain'],
  tables: ['lib', 'schemas', 'domain', 'statistics'],
  services: ['lib', 'schemas', 'domain'],
  ingress: ['lib', 'schemas'],
  streams: ['lib', 'engine', 'schemas', 'domain', 'statistics'],
  sinks: ['lib', 'schemas', 'tables', 'statistics'],
  api: ['lib', 'schemas', 'domain', 'statistics', 'tables'],
  web: ['lib', 'schemas', 'answers'],
  local: ['lib'],
  docs: ['lib', 'schemas', 'statistics'],
  test: ['*'],
};

/** Large rooms have floors: what lies on one imports from there and from those to its left; what lies on none stands on all of them. */
const floors: Readonly<Record<string, readonly string[]>> = {
  'services/common': ['http', 'database', 'messaging', 'people', 'mail'],
  web: ['data', 'language', 'kit', 'charts', 'panels', 'areas', 'pages'],
  'web/areas': ['directory', 'leave'],
};

/** What a page learns of a service is types of its `answers.ts`; that file, and what it stands on beside it, brings no machinery along. */
const answersImport = ['zod', '#schemas/', '#domain/', '#lib/dates.ts', '#lib/millionths.ts', './'];

/** Kafka's client is reached through one folder, so that its shims cannot be missed; local parts stand below it. */
const onlyBehind: readonly { readonly module: string; readonly folder: string }[] = [
  { module: 'kafkajs', folder: 'lib/kafka' },
  { module: 'amqplib', folder: 'lib/amqp' },
];

const root = resolve(import.meta.dirname, '..');
const imports =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || ['node_modules', 'dist'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield relative(root, path);
  }
}

const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(imports)].map(([, first, second]) => first ?? second ?? '');

/** Where an import of ours leads, as a path from the root; undefined for packages and Node's own modules. */
function target(file: string, imported: string): string | undefined {
  if (imported.startsWith('#')) return imported.slice(1);
  if (imported.startsWith('.')) return relative(root, resolve(root, file, '..', imported));
  return undefined;
}

const roomOf = (path: string): string => path.split('/')[0] ?? '';
const isAnswers = (path: string): boolean => /^(services\/[^/]+|api)\/answers\.ts$/.test(path);
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.includes('/testing/');

function breaks(file: string, imported: string): boolean {
  const to = target(file, imported);
  const room = roomOf(file);
  if (to === undefined || roomOf(to) === room) return false;
  const allowed = mayImport[room] ?? [];
  const needed = isAnswers(to) && allowed.includes('answers') ? 'answers' : roomOf(to);
  return !isTest(file) && !allowed.includes('*') && !allowed.includes(needed);
}

/** The floor of a path inside `house`: its place in the table, or above all of them. */
function floorOf(house: string, path: string): number {
  const names = floors[house] ?? [];
  const at = names.indexOf(path.slice(house.length + 1).split('/')[0] ?? '');
  return at === -1 ? names.length : at;
}

function climbs(house: string, file: string, imported: string): boolean {
  const to = target(file, imported);
  const inside = file.startsWith(`${house}/`) && to?.startsWith(`${house}/`);
  return inside === true && !isTest(file) && floorOf(house, file) < floorOf(house, to ?? '');
}

const siblingOf = (file: string, imported: string): string[] =>
  imported.startsWith('./') ? [target(file, imported) ?? ''] : [];

const files = [...sources(root)].filter((file) => roomOf(file) in mayImport);

describe('the rooms of the house', () => {
  test('every TypeScript file lies in a room', () => {
    const strays = [...sources(root)].filter((file) => file.includes('/') && !(roomOf(file) in mayImport));
    expect(strays).toEqual([]);
  });

  test('code imports only from the rooms to its left', () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => breaks(file, imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(broken).toEqual([]);
  });

  test.each(Object.keys(floors))('code in %s imports from no floor above its own', (house) => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => climbs(house, file, imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(broken).toEqual([]);
  });

  test('answers of services stand on shapes, definitions and pure rules alone', () => {
    const answers = files.filter(isAnswers);
    const beside = answers.flatMap((file) => importsOf(file).flatMap((imported) => siblingOf(file, imported)));
    const broken = [...answers, ...beside].flatMap((file) =>
      importsOf(file)
        .filter((imported) => !answersImport.some((allowed) => imported.startsWith(allowed)))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  test('the web page takes nothing but types from API and services', () => {
    const broken = files
      .filter((file) => roomOf(file) === 'web')
      .filter((file) => importsOf(file).some((name) => isAnswers(target(file, name) ?? '') && !typeOnly(file, name)));
    expect(broken).toEqual([]);
  });

  test('what the page takes from other rooms runs in a browser: neither Node nor a package is behind it', () => {
    const page = files.filter((file) => roomOf(file) === 'web' && !isTest(file) && file !== 'web/vite.config.ts');
    const taken = page.flatMap(valuesOf).filter((path) => roomOf(path) in mayImport && roomOf(path) !== 'web');
    expect(taken).toContain('lib/dates.ts');
    expect([...reach(taken)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test.each(onlyBehind)('$module is imported only in $folder', ({ module, folder }) => {
    const broken = files.filter((file) => !file.startsWith(`${folder}/`) && !isTest(file) && roomOf(file) !== 'test');
    expect(broken.filter((file) => importsOf(file).some((name) => name === module && !typeOnly(file, name)))).toEqual(
      [],
    );
  });

  test('a file that breaks the table is noticed', () => {
    expect(breaks('lib/clock.ts', '#schemas/event.ts')).toBe(true);
    expect(breaks('ingress/main.ts', '../streams/topology.ts')).toBe(true);
    expect(climbs('services/common', 'services/common/database/lock.ts', '../messaging/relay.ts')).toBe(true);
    expect(climbs('services/common', 'services/common/mail/queue.ts', '../service.ts')).toBe(true);
    expect(climbs('services/common', 'services/common/mail/queue.ts', '../database/lock.ts')).toBe(false);
    expect(breaks('tables/tables.ts', '#statistics/catalogue.ts')).toBe(false);
    expect(breaks('tables/tables.ts', '#streams/topology.ts')).toBe(true);
    expect(breaks('web/areas/leave/words.ts', '#services/vacation/answers.ts')).toBe(false);
    expect(breaks('web/areas/leave/words.ts', '#services/vacation/views.ts')).toBe(true);
    expect(breaks('engine/store.ts', '#schemas/topics.ts')).toBe(true);
  });
});

/** What a file takes that is more than a type: files of ours as paths, other modules by their names. */
function valuesOf(file: string): string[] {
  const found = [...readFileSync(join(root, file), 'utf8').matchAll(imports)];
  const values = found.filter(([whole]) => !/^\s*(?:import|export)\s+type\s/.test(whole));
  return values.map(([, first, second]) => first ?? second ?? '').map((name) => target(file, name) ?? name);
}

/** These paths and everything that they take, packages and Node's own modules by their names. */
function reach(paths: readonly string[]): ReadonlySet<string> {
  const reached = new Set(paths);
  for (const path of reached) if (existsSync(join(root, path))) for (const next of valuesOf(path)) reached.add(next);
  return reached;
}

function typeOnly(file: string, module: string): boolean {
  const text = readFileSync(join(root, file), 'utf8');
  const uses = [...text.matchAll(new RegExp(`import\\s+(type\\s)?[^;]*?from\\s+['"]${module}['"]`, 'g'))];
  return uses.every(([, type]) => type !== undefined);
}
