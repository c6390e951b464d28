import type { Child } from './child.ts';
import { programService } from './program.ts';
import type { Service } from './supervisor.ts';

/**
 * The demonstration company: its history through RabbitMQ, then live traffic; started when the history is published.
 * How far the history has been published it keeps itself, in the data folder.
 */
export const companyService = (): Service =>
  programService({
    name: 'company',
    file: 'test/simulate/main.ts',
    args: ['--history', '--live'],
    address: '',
    ready: (child) => (/^history published$/m.test(child.output()) ? null : lastLine(child)),
    deadlineMs: 600_000,
  });

const lastLine = (child: Child): string =>
  child.output().trimEnd().split('\n').at(-1)?.slice(0, 100) || "publishing last year's events";
