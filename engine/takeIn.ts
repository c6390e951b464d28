import type { OpenTask } from './openTask.ts';

/**
 * Has a task process what is waiting until nothing is left, or it holds, or `enough` says so, which is asked after each
 * record. Answers why it holds.
 */
export function takeIn({ core, queues }: Pick<OpenTask, 'core' | 'queues'>, enough: () => boolean): string | undefined {
  let held: string | undefined;
  for (let queue = queues.next(); queue !== undefined && held === undefined; queue = queues.next()) {
    const record = queue.head();
    held = record && core.process(record);
    if (held === undefined) queue.takeHead();
    if (enough()) break;
  }
  for (const { topic, passed } of queues.all) core.skipTo(topic, passed);
  return held;
}
