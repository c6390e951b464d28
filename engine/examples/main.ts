import { logger } from '#lib/log.ts';
import { runStreams } from '../runtime.ts';
import { wordCount } from './wordCount.ts';

const running = runStreams(wordCount, {
  brokers: ['localhost:9092'],
  stateDir: '/var/lib/word-count',
  log: logger('word-count'),
  metricPrefix: 'word_count',
});
process.once('SIGTERM', () => running.stop());
