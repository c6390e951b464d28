import { resolve } from 'node:path';
import { z } from 'zod';
import { port, settings } from '#lib/config.ts';
import { readSettings } from '#lib/role.ts';
import { companyOf, companyVariables } from '#statistics/entities/company.ts';
import type { StreamSettings } from './topology.ts';

const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, EVENT_PARTITIONS } = settings;

const shape = {
  KAFKA_BROKERS,
  SCHEMA_REGISTRY_URL,
  ...companyVariables,
  EVENT_PARTITIONS,
  STREAMS_GENERATION: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(1)
    .describe('A number from 1; the next one computes everything anew.'),
  STREAMS_PORT: port(9102),
  LEAVELINE_DATA: z.string().default('.leaveline').describe('A folder.'),
};

/** Reads the settings of the role `streams`; ends the process when one cannot be used. */
export function streamsConfig() {
  const config = readSettings('streams', shape);
  const topology: StreamSettings = { generation: config.STREAMS_GENERATION, company: companyOf(config) };
  return { ...config, topology, stateDir: resolve(config.LEAVELINE_DATA, 'state') };
}
