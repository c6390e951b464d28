import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { company } from '#test/simulate/company.ts';
import { history } from '#test/simulate/history.ts';
import { asAnyEvent } from '#test/simulate/published.ts';
import { runWithout } from './earlierVersion.ts';
import { liveLine } from './liveLine.ts';

jest.setTimeout(240_000);

const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-changes-'));
const published = history(company('changes', 25, '2026-01-01'), 0, Date.parse('2026-11-01T00:00:00Z')).map(asAnyEvent);
const roles = ['ingress', 'streams', 'sinks'] as const;

beforeAll(async () => {
  mkdirSync(resolve(import.meta.dirname, '../../.leaveline'), { recursive: true });
  await runWithout(['statistics/catalogue/notice.ts'], 'test/live/publishHistory.ts', [dataDir]);
}, 240_000);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('a running system with history', () => {
  test('computes a statistic whose file is added over all that was there before', async () => {
    const live = await liveLine({ dataDir, roles, published });
    try {
      await live.equalsOracle(60_000);
      expect((await live.rows('statistics_notice')).length).toBeGreaterThan(10);
    } finally {
      await live.stop();
    }
  });

  test('refuses another COMPANY_TIME_ZONE and says what to do', async () => {
    const start = liveLine({ dataDir, roles, published, zone: 'America/New_York' });
    await expect(start).rejects.toThrow(/COMPANY_TIME_ZONE.*Europe\/Kyiv.*America\/New_York[\s\S]*STREAMS_GENERATION/);
  });

  test('computes everything anew in the other zone as its next generation, stale rows included', async () => {
    const live = await liveLine({
      dataDir,
      roles,
      published,
      zone: 'America/New_York',
      env: { STREAMS_GENERATION: '2' },
    });
    try {
      await live.equalsOracle(90_000);
    } finally {
      await live.stop();
    }
  });
});
