import { resolve } from 'node:path';
import { freePort } from './ports.ts';
import { checkout } from './program.ts';

/** The programs of a line in the order of the data's way, with the port each opens by default. */
export const standardPorts = {
  kafka: 9092,
  rabbitmq: 5672,
  clickhouse: 8123,
  registry: 8081,
  ingress: 9101,
  streams: 9102,
  sinks: 9103,
  api: 8080,
  smtp: 1025,
  mail: 1080,
  auth: 8101,
  user: 8102,
  vacation: 8103,
  notification: 8104,
  audit: 8105,
  calendar: 8106,
  reports: 8107,
} as const;

export type PartName = keyof typeof standardPorts;
export type Ports = Readonly<Record<PartName, number>>;

const partNames = Object.keys(standardPorts) as PartName[];

/** e.g. `KAFKA_PORT`. */
export const portVariable = (name: PartName): string => `${name.toUpperCase()}_PORT`;

/** Each part's port: `<PART>_PORT` where it is set, else the default. Throws one sentence for what is no port. */
export function portsFrom(env: NodeJS.ProcessEnv): Ports {
  const faults = partNames.filter((name) => !isPort(portOf(env, name))).map(portVariable);
  if (faults.length > 0) throw new Error(`${faults.join(', ')} must be a port from 1 to 65535.`);
  return Object.fromEntries(partNames.map((name) => [name, portOf(env, name)])) as Record<PartName, number>;
}

const portOf = (env: NodeJS.ProcessEnv, name: PartName): number =>
  Number(env[portVariable(name)] || standardPorts[name]);
const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

/** A free port for each part, for a line beside another one. */
export async function freePorts(): Promise<Ports> {
  const ports = await Promise.all(partNames.map(freePort));
  return Object.fromEntries(partNames.map((name, i) => [name, ports[i]])) as Record<PartName, number>;
}

/** The ports as variables, for the programs that open them. */
export const portVariables = (ports: Ports): Record<string, string> =>
  Object.fromEntries(partNames.map((name) => [portVariable(name), String(ports[name])]));

/** The folder of everything that is kept: `LEAVELINE_DATA`, else `.leaveline` in the checkout. */
export const dataFolder = (env: NodeJS.ProcessEnv): string => resolve(checkout, env.LEAVELINE_DATA || '.leaveline');
