import { join } from 'node:path';
import type { Child } from './child.ts';
import { checkout, programService } from './program.ts';
import type { Service, ServiceContext } from './supervisor.ts';
import { runTask } from './task.ts';

/** An account of the demonstration company; the password is known to nobody else. */
export interface SignIn {
  readonly login: string;
  readonly password: string;
  readonly roles: readonly string[];
}

/**
 * Enters the company into the services, which do not run yet; answers the accounts that were made, so at the first
 * start alone.
 */
export async function seedServices(context: Omit<ServiceContext, 'again'>, people: number): Promise<readonly SignIn[]> {
  const said = await runTask(context, {
    name: 'seed',
    args: [join(checkout, 'test', 'simulate', 'seed.ts'), '--people', String(people)],
    cwd: checkout,
    env: context.env,
    doing: 'entering the company into the services',
    failed: 'The demonstration company could not be entered into the services',
  });
  return said.flatMap((message) => (message as { readonly signIns: readonly SignIn[] }).signIns);
}

/**
 * The demonstration company: its history through RabbitMQ, then live traffic; started when the history is published.
 * How far the history has been published it keeps itself, in the data folder. With `services` its leave goes through
 * them.
 */
export const companyService = (people: number, services: boolean): Service =>
  programService({
    name: 'company',
    file: 'test/simulate/main.ts',
    args: ['--history', '--live', '--people', String(people), ...(services ? ['--services'] : [])],
    address: '',
    ready: (child) => (/^history published$/m.test(child.output()) ? null : lastLine(child)),
    deadlineMs: 600_000,
  });

const lastLine = (child: Child): string =>
  child.output().trimEnd().split('\n').at(-1)?.slice(0, 100) || "publishing last year's events";
