import { ok } from '#lib/outcome.ts';
import type { Output, Processor, TaskContext, Topology } from '../topology.ts';

const counts = { name: 'counts', encode: (count: number) => Buffer.from(String(count)), decode: Number };
const wordCounts: Output<number> = { topic: 'word-counts', visibility: 'public', encode: counts.encode };

function counting(task: TaskContext): Processor {
  const store = task.store(counts);
  return {
    process({ key }) {
      const count = (store.get(key) ?? 0) + 1;
      store.set(key, count);
      task.send(wordCounts, key, count);
      return ok(undefined);
    },
  };
}

export const wordCount: Topology = {
  application: 'word-count-1',
  subtopologies: [{ name: 'words', sources: ['words'], outputs: [wordCounts], stores: [counts], create: counting }],
  deadLetters: { topic: 'dead-letters', stage: 'word-count' },
  nextGeneration: 'raise the number in the name of the application',
};
