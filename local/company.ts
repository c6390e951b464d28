import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Child } from './child.ts';
import { programService } from './program.ts';
import type { Service } from './supervisor.ts';

/**
 * The demonstration company: its history through RabbitMQ once, then live traffic. That the history is published is
 * written down beside Kafka's data, so that it goes with them; published twice it would change nothing but the time.
 * `remembers` is false where Kafka is somebody else's: nothing here tells what is in it.
 */
export const companyService = (remembers: boolean): Service => ({
  name: 'company',
  start: async (context) => {
    const mark = join(context.dataDir, 'kafka', 'history-published');
    const published = remembers && existsSync(mark);
    const part = await programService({
      name: 'company',
      file: 'test/simulate/main.ts',
      args: published ? ['--live'] : ['--history', '--live'],
      address: '',
      ready: (child) => (published || child.output().includes('history published') ? null : lastLine(child)),
      deadlineMs: 600_000,
    }).start(context);
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, '');
    return part;
  },
});

const lastLine = (child: Child): string =>
  child.output().trimEnd().split('\n').at(-1)?.slice(0, 100) || "publishing last year's events";
