import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { startKafka } from '../kafka.ts';
import type { LocalPart } from '../part.ts';
import { freePort } from '../ports.ts';
import { type RunningRegistry, startRegistry } from './start.ts';
import type { Check } from './testing/check.ts';
import { compatibility } from './testing/compatibility.ts';
import { deleting } from './testing/deleting.ts';
import { reading } from './testing/reading.ts';
import { registering } from './testing/registering.ts';
import { settings } from './testing/settings.ts';

/** With SCHEMA_REGISTRY_URL the same checks run against that registry. */
const foreign = process.env.SCHEMA_REGISTRY_URL;
const dataDir = mkdtempSync(join(tmpdir(), 'registry-'));
const run = `t${Date.now().toString(36)}`;
let url = foreign ?? '';
let kafka: LocalPart | undefined;
let registry: RunningRegistry | undefined;

beforeAll(async () => {
  if (foreign) return;
  kafka = await startKafka({ dataDir, port: await freePort(), progress: () => undefined });
  registry = await startRegistry({ brokers: [kafka.address], port: 0, log: silentLog });
  url = registry.url;
}, 120_000);

afterAll(async () => {
  if (foreign) await forget();
  await registry?.stop();
  await kafka?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** Takes the run's subjects off a registry of others; what is referred to goes in the second round. */
async function forget(): Promise<void> {
  for (const query of ['', '', '?permanent=true', '?permanent=true']) {
    const subjects = (await (await fetch(`${url}/subjects?subjectPrefix=${run}&deleted=true`)).json()) as string[];
    for (const subject of subjects)
      await fetch(`${url}/subjects/${encodeURIComponent(subject)}${query}`, { method: 'DELETE' });
  }
}

const contentType = 'application/vnd.schemaregistry.v1+json';

async function ask(check: Check, taken: Map<string, unknown>) {
  const [method = '', path = ''] = filled(check.request, taken).split(' ');
  const text = typeof check.body === 'string' ? check.body : filled(JSON.stringify(check.body ?? null), taken);
  const body = check.body === undefined ? {} : { body: text };
  const headers = { 'content-type': check.contentType ?? contentType, accept: contentType };
  const response = await fetch(url + path, { method, headers, ...body });
  return { status: response.status, type: response.headers.get('content-type'), answer: await response.json() };
}

const filled = (text: string, taken: Map<string, unknown>): string =>
  text.replaceAll('~', run).replace(/<(\w+)>/g, (_, name: string) => String(taken.get(name)));

/** What is expected, with what was taken down before, and what is taken down now, in its places. */
function wanted(expected: unknown, answer: unknown, taken: Map<string, unknown>): unknown {
  if (typeof expected === 'string') return wantedText(expected, answer, taken);
  if (Array.isArray(expected)) return expected.map((one, at) => wanted(one, partOf(answer, at), taken));
  if (typeof expected !== 'object' || expected === null) return expected;
  return Object.fromEntries(
    Object.entries(expected).map(([key, one]) => [key, wanted(one, partOf(answer, key), taken)]),
  );
}

const partOf = (answer: unknown, key: string | number): unknown => (answer as Record<string, unknown> | null)?.[key];

function wantedText(expected: string, answer: unknown, taken: Map<string, unknown>): unknown {
  const name = /^<(\w+)>$/.exec(expected)?.[1];
  if (name === undefined) return expected.replaceAll('~', run);
  if (!taken.has(name) && typeof answer === 'number') taken.set(name, answer);
  return taken.get(name) ?? 'a number';
}

describe.each([
  ['registering', registering],
  ['reading', reading],
  ['deleting', deleting],
  ['compatibility', compatibility],
  ['settings', settings],
])('%s', (_name, checks) => {
  const taken = new Map<string, unknown>();
  const chosen = checks.filter((check) => !(check.global && foreign));

  test.each(chosen.map((check) => [check.what, check.request, check.status, check] as const))(
    '%s: %s → %i',
    async (_what, _request, status, check) => {
      const { status: found, type, answer } = await ask(check, taken);
      expect({ status: found, answer }).toEqual({ status, answer: expectedBody(check, answer, taken) });
      expect(type).toMatch(/json/);
    },
  );
});

/** Messages differ between registries; that there is one does not. 409 was the code of conflicts before 8.5. */
function expectedBody({ expected, status }: Check, answer: unknown, taken: Map<string, unknown>): unknown {
  if (status === 200) return wanted(expected, answer, taken);
  const code = (expected as { error_code: number }).error_code;
  const older = foreign && status === 409 && partOf(answer, 'error_code') === 409;
  return { error_code: older ? 409 : code, message: expect.stringMatching(/./) };
}
