import { createRequire } from 'node:module';
import { shimAbortedRecords } from './abortedRecords.ts';
import { shimCompactedBatches } from './compactedBatches.ts';
import { shimGrouping } from './grouping.ts';
import { shimIdleTimer } from './idleTimer.ts';
import { shimRecordDecoding } from './recordDecoding.ts';
import { shimRecordEncoding } from './recordEncoding.ts';
import type { Load } from './replaceExports.ts';

const load = createRequire(import.meta.url);
shimIdleTimer(load);
shimRecordDecoding(load);
shimRecordEncoding(load);
shimAbortedRecords(load);
shimGrouping(load);
shimCompactedBatches(load);

/** kafkajs 2.2.4 with its known defects mended; nothing else in the product loads it. */
export const kafkajs = load('kafkajs') as typeof import('kafkajs');

/** Loads an inner file of the mended kafkajs. */
export const inner: Load = (file) => load(`kafkajs/src/${file}`);
