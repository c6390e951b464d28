import { counter, gauge, histogram } from '#lib/metrics.ts';

export const rowsWritten = counter('leaveline_sinks_rows_total', 'Rows sent to ClickHouse.', ['table']);
export const deadRows = counter('leaveline_sinks_dead_total', 'Records that became no row.', ['topic', 'reason']);
export const waits = counter('leaveline_sinks_waits_total', 'Attempts that had to wait for ClickHouse.', ['code']);
export const restarts = counter('leaveline_sinks_restarts_total', 'Times the consumer began anew.', ['reason']);
export const lag = gauge('leaveline_sinks_lag_records', 'Offsets between what is in ClickHouse and the end.', [
  'topic',
]);
export const flushSeconds = histogram('leaveline_sinks_flush_seconds', 'Time of a flush, from decoding to commit.');
export const reusedIds = gauge(
  'leaveline_id_reused',
  'Events whose source had given their id to another event before; all of them count.',
  ['source'],
);
