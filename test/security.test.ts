import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { citations } from './citations.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Standard {
  readonly requirements: Readonly<Record<string, number>>;
}

const { requirements }: Standard = JSON.parse(read('docs/asvs-5.0.0.json'));
const page = read('docs/security.md');

interface Row {
  readonly id: string;
  readonly level: number;
  readonly state: string;
  readonly how: string;
}

const rows: readonly Row[] = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| (\d) \| [^|]+ \| ([^|]+) \| (.+) \|$/gm)].map(
  ([, id = '', level, state = '', how = '']) => ({ id, level: Number(level), state, how }),
);

describe('docs/security.md', () => {
  test('has every requirement of levels 1 and 2 once, with its level', () => {
    expect(rows.map(({ id, level }) => [id, level])).toEqual(Object.entries(requirements));
  });

  test('says of each by which test, or why', () => {
    const why = { met: /By (design|review): .{8}|\[[^\]]+\]\(/, partly: /.{30}/, 'not met': /.{30}/, 'n/a': /.{8}/ };
    const bare = rows.filter(({ state, how }) => {
      if (!Object.hasOwn(why, state)) return true;
      return !why[state as keyof typeof why].test(how) && !(state === 'met' && citations(how).length > 0);
    });
    expect(bare).toEqual([]);
  });

  test('counts right', () => {
    const of = (state: string) => rows.filter((row) => row.state === state).length;
    expect(page).toContain(
      `Of ${rows.length} requirements ${of('met')} are met, ${of('partly')} are partly met, ${of('not met')} are not met, and ${of('n/a')} do not apply.`,
    );
  });
});

/** Folders below services/ with addresses of their own. */
const services = globSync('services/*/service.ts', { cwd: root })
  .map((file) => file.split('/')[1] ?? '')
  .filter((name) => name !== 'common')
  .sort();

test('tries every route of every service with strangers and with hostile input', () => {
  expect(services.length).toBeGreaterThan(5);
  const without = services.filter((name) => {
    const tests = globSync(`services/${name}/**/*.test.ts`, { cwd: root }).map(read).join('\n');
    return !tests.includes('everyRouteRefusesStrangers(') || !tests.includes('everyInputIsOnlyText(');
  });
  expect(without).toEqual([]);
});

/** What secrets look like. */
const secretForms: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\n[A-Za-z0-9+/=\s]{40}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\bnpm_[A-Za-z0-9]{36}/,
  /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/,
  /\b(?:password|passwd|secret|api_?key|token)["']?\s*[:=]\s*["'][A-Za-z0-9+/_-]{24,}["']/i,
  /\b[a-z]+:\/\/[^\s:/@"'`$]+:(?!password@|guest@|secret@|wrong@|x@)[^\s:/@"'`${]{8,}@(?!localhost|127\.|host\b|example)/,
];

describe('the repository', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);

  test('holds no secret in any file that git tracks', () => {
    const texts = tracked.filter((file) => existsSync(join(root, file)) && !/\.(png|ttf|woff2)$/.test(file));
    const found = texts.flatMap((file) => {
      const text = read(file);
      return secretForms.flatMap((form) => form.exec(text)?.[0].slice(0, 60) ?? []).map((what) => `${file}: ${what}`);
    });
    expect(found).toEqual([]);
  });

  test('holds none of the files that secrets lie in', () => {
    expect(
      tracked.filter((file) => /(^|\/)(\.env|\.npmrc\.auth|id_rsa|.*\.(pem|key|p12|pfx|sqlite))$/.test(file)),
    ).toEqual([]);
  });

  test.each([
    ['a key', ['-----BEGIN PRIVATE KEY-----', `MC4CAQAwBQYDK2VwBCIEI${'A'.repeat(40)}`].join('\n')],
    ['a token of a forge', `ghp_${'a1'.repeat(18)}`],
    ['an access token', [`eyJ${'a'.repeat(20)}`, `eyJ${'b'.repeat(20)}`, 'c'.repeat(43)].join('.')],
    ['a password in an address', `mysql://app:${'correcthorse'}@db.company.example/x`],
    ['a value of that name', ['secret', `"${'q7'.repeat(16)}"`].join(' = ')],
  ])('would be told of %s', (_, text) => {
    expect(secretForms.some((form) => form.test(text))).toBe(true);
  });
});

describe('every HTTP server of ours', () => {
  const code = globSync('{api,deadLetters,engine,ingress,lib,local,services,sinks,streams}/**/*.ts', { cwd: root });
  const servers = code
    .filter((file) => !/\.test\.ts$|\/testing\//.test(file) && file !== 'lib/http/serve.ts')
    .filter((file) => /createServer.*node:http|http\/serve\.ts|from 'maildev'/.test(read(file)))
    .filter((file) => !/import type \{[^}]*\} from '[^']*serve\.ts'/.test(read(file)));

  test('is known: the API, the roles, the services, and what npm start adds', () => {
    expect(servers.length).toBeGreaterThanOrEqual(7);
  });

  test.each(servers)('asks whose page it answers: %s', (file) =>
    expect(read(file)).toMatch(/onlyOurs\(|foreignness\(|refuseForeign\(|isOurName: ourNames\(/),
  );
});
