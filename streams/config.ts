import { resolve } from 'node:path';
import { z } from 'zod';
import { martialLaw } from '#domain/holidays.ts';
import { standardLeaveTypes } from '#domain/leaveTypes.ts';
import { port, settings } from '#lib/config.ts';
import { isLocalDate } from '#lib/dates.ts';
import { readSettings } from '#lib/role.ts';
import type { StreamSettings } from './topology.ts';

const count = (standard: number) => z.coerce.number().int().min(1).max(1_000).default(standard);

const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, COMPANY_TIME_ZONE } = settings;

const shape = {
  KAFKA_BROKERS,
  SCHEMA_REGISTRY_URL,
  COMPANY_TIME_ZONE,
  COMPANY_REGION: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]+)*$/, 'no region')
    .default('UA')
    .describe('Whose public holidays hold for people without a region of their own: ISO 3166, such as UA or DE-BY.'),
  WARTIME_UNTIL: z
    .string()
    .refine(isLocalDate, 'no day')
    .optional()
    .describe('The last day of martial law in Ukraine, such as 2027-05-31; unset while it lasts.'),
  EVENT_PARTITIONS: count(4).describe('A number from 1 to 1000, never changed later.'),
  STREAMS_GENERATION: count(1).describe('A number from 1; the next one computes everything anew.'),
  STREAMS_PORT: port(9102),
  LEAVELINE_DATA: z.string().default('.leaveline').describe('A folder.'),
};

/** Reads the settings of the role `streams`; ends the process when one cannot be used. */
export function streamsConfig() {
  const config = readSettings('streams', shape);
  const company = {
    zone: config.COMPANY_TIME_ZONE,
    region: config.COMPANY_REGION,
    wartime: { ...martialLaw, to: config.WARTIME_UNTIL ?? null },
    leaveTypes: standardLeaveTypes,
  };
  const topology: StreamSettings = { generation: config.STREAMS_GENERATION, company };
  return { ...config, topology, stateDir: resolve(config.LEAVELINE_DATA, 'state') };
}
