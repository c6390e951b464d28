import type { Kafka } from '#lib/kafka/client.ts';
import { createOutlet } from '#lib/kafka/outlet.ts';
import { ensureOperations } from './operations.ts';
import { type RouteNote, routeRecord } from './routeNotes.ts';

/** Lets a route of ingress go on that was stopped by too many dead letters; on record. */
export async function resumeRoute(kafka: Kafka, { route, by, why }: Pick<RouteNote, 'route' | 'by' | 'why'>) {
  await ensureOperations(kafka);
  const outlet = createOutlet(kafka);
  try {
    await outlet.send([routeRecord({ route, note: 'resume', by, why, at: Date.now() })]);
  } finally {
    await outlet.close();
  }
}
