import { type Ports, portVariable } from './addresses.ts';
import { httpReady } from './httpReady.ts';
import { programService } from './program.ts';
import type { Service, ServiceContext } from './supervisor.ts';

/** The processes of the line itself, in the order of the data's way. */
export const lineRoles = ['ingress', 'streams', 'sinks', 'api'] as const;

/** The services around it, in the order of their ports. */
export const serviceRoles = ['auth', 'user', 'vacation', 'notification', 'audit', 'calendar', 'reports'] as const;

/** Every process of ours. */
export const roleNames = [...lineRoles, ...serviceRoles] as const;
export type RoleName = (typeof roleNames)[number];

/** Whether one of them is a service, which needs more than the line: a mail server. */
export const hasServices = (names: readonly RoleName[]): boolean => names.some(isService);

const isService = (name: RoleName): boolean => serviceRoles.some((service) => service === name);

/** A role as a process, started when its `/readyz` says so. */
export const roleService = (name: RoleName, ports: Ports): Service => ({
  name,
  start: (context) =>
    programService({
      name,
      file: isService(name) ? `services/${name}/main.ts` : `${name}/main.ts`,
      env: { CLICKHOUSE_URL: clickhouseOf(name, context.env) ?? '' },
      port: ports[name],
      portRemedy: `set ${portVariable(name)} to a free port.`,
      address: addressOf(name, ports),
      ready: () =>
        httpReady(
          `http://127.0.0.1:${ports[name]}/readyz`,
          isService(name) ? 'loading its code, preparing its database' : 'loading its code',
        ),
      // It takes every event, and nobody waits for it.
      givesWay: name === 'audit',
    }).start(context),
});

/** With which password a role finds ClickHouse: the sinks write, the API reads, and nobody else has one. */
function clickhouseOf(name: RoleName, env: ServiceContext['env']): string | undefined {
  if (name === 'sinks') return env.CLICKHOUSE_URL;
  return name === 'api' ? env.CLICKHOUSE_API_URL || env.CLICKHOUSE_URL : undefined;
}

/** Where each of these roles is reached, as the others read it: `AUTH_URL` and so on. */
export const roleUrls = (names: readonly RoleName[], ports: Ports): Record<string, string> =>
  Object.fromEntries(
    names
      .filter((name) => name === 'api' || isService(name))
      .map((name) => [`${name.toUpperCase()}_URL`, addressOf(name, ports)]),
  );

const addressOf = (name: RoleName, ports: Ports): string => `http://localhost:${ports[name]}`;
