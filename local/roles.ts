import { type Ports, portVariable } from './addresses.ts';
import { programService } from './program.ts';
import type { Service } from './supervisor.ts';
import { httpReady } from './waiting.ts';

/** The processes of the line itself, in the order of the data's way. */
export const roleNames = ['ingress', 'streams', 'sinks', 'api'] as const;
export type RoleName = (typeof roleNames)[number];

/** A role as a process, started when its `/readyz` says so. */
export const roleService = (name: RoleName, ports: Ports): Service =>
  programService({
    name,
    file: `${name}/main.ts`,
    port: ports[name],
    portRemedy: `set ${portVariable(name)} to a free port.`,
    address: `http://localhost:${ports[name]}`,
    ready: () => httpReady(`http://127.0.0.1:${ports[name]}/readyz`),
  });
