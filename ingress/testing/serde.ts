import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import { type Normalise, normaliser } from '../normalise.ts';

/** A serde without a registry that knows every event type. */
export async function serdeForTests(): Promise<Serde> {
  const serde = new Serde(memoryIds());
  await serde.register(eventTypes);
  return serde;
}

export const normaliseForTests = async (serde: Serde): Promise<Normalise> =>
  normaliser({ serde, partitions: 4, loginSecret: Buffer.from('a secret for tests') });
