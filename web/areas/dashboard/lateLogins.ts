import type { EventRow } from '#api/answers.ts';
import { families } from '#schemas/families.ts';
import { instantOf } from '../../data/answer.ts';

const { topic, keptDays } = families.logins;
const keptMs = keptDays * 86_400_000;

/** A login that came when the line knew its day as sums alone, so that no statistic counts it (docs/operations.md). */
export const isLateLogin = (row: Pick<EventRow, 'topic' | 'occurredAt' | 'receivedAt'>): boolean =>
  row.topic === topic && instantOf(row.receivedAt) - instantOf(row.occurredAt) > keptMs;
