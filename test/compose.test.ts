import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { standardPorts } from '#local/addresses.ts';
import { type RoleName, roleNames, serviceRoles } from '#local/roles.ts';

/** There is no Docker engine where this runs, so the files are held against the code instead. */
const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string };
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
}

const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const roles = services.filter(([, service]) => service.build !== undefined);
const dockerfile = read('Dockerfile');
const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, sources]) => (sources ?? '').split(' '));

describe('docker-compose.yml', () => {
  test('runs every role of the line, each by a file that exists', () => {
    expect(roles.map(([name]) => name).sort()).toEqual([...roleNames].sort());
    for (const [name, { command }] of roles) {
      const file = existsSync(join(root, name, 'main.ts')) ? `${name}/main.ts` : `services/${name}/main.ts`;
      expect(command).toEqual(['node', file]);
      expect(existsSync(join(root, file))).toBe(true);
    }
  });

  test.each(roles)('%s is asked on its own port whether it is ready', (name, { healthcheck }) => {
    expect(healthcheck?.test.at(-1)).toContain(`:${standardPorts[name as RoleName]}/readyz`);
  });

  test('tells every role where the services are', () => {
    for (const name of serviceRoles)
      for (const [, { environment }] of roles)
        expect(environment?.[`${name.toUpperCase()}_URL`]).toBe(`http://${name}:${standardPorts[name]}`);
  });

  test.each(services)('%s has a health check and comes back by itself', (_, service) => {
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    expect(service.healthcheck?.interval).toBeDefined();
    expect(service).toMatchObject({ restart: 'unless-stopped' });
  });

  test.each(services)(
    '%s uses only volumes that are declared, and every other service it waits for is checked',
    (_, service) => {
      for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(Object.keys(compose.services)).toContain(name);
        expect(condition).toBe('service_healthy');
      }
    },
  );

  test.each(services)('%s is reachable from this host alone', (_, service) => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test.each(services)('%s has a pinned image', (_, service) => {
    expect(service.image).toMatch(service.build ? /^leaveline:/ : /:v?\d+(\.\d+)+/);
  });

  test('holds no secret: each comes from the environment and its absence is an error', () => {
    const secrets = text.split('\n').filter((line) => /(PASS|PASSWORD|_KEY|SECRET)\w*:/.test(line));
    expect(secrets.length).toBeGreaterThan(3);
    for (const line of secrets) expect(line).toMatch(/\$\{[A-Z_]+:\?/);
    const wanted = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
    for (const name of wanted) expect(read('.env.example')).toMatch(new RegExp(`^${name}=`, 'm'));
  });

  test('asks the privileged for a second factor, unless told otherwise', () => {
    const [, auth] = services.find(([name]) => name === 'auth') ?? [];
    expect(auth?.environment).toMatchObject({ AUTH_SECOND_FACTOR: expect.stringMatching(/:-privileged\}$/) });
  });

  test('sets only variables that the code reads', () => {
    const code = [...copied, 'lib']
      .filter((path) => existsSync(join(root, path)) && !path.includes('.'))
      .map(sourceOf)
      .join('\n');
    const given = new Set(roles.flatMap(([, service]) => Object.keys(service.environment ?? {})));
    expect([...given].filter((name) => !code.includes(name))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  test('copies only what exists, and every room that a role imports from', () => {
    for (const source of copied) expect(existsSync(join(root, source))).toBe(true);
    for (const room of ['lib', 'schemas', 'domain', 'ingress', 'streams', 'sinks', 'api', 'services'])
      expect(copied).toContain(room);
  });

  test('installs from the lock file, without chdb, and does not run as root', () => {
    expect(dockerfile).toMatch(/npm ci --omit=dev && rm -rf node_modules\/chdb/);
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('RUN npm'));
  });

  test('leaves nothing out that it copies', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const source of copied) expect(ignored).not.toContain(source);
  });
});

function sourceOf(room: string): string {
  const files = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.ts$/.test(file))
    .map((file) => read(join(room, file)))
    .join('\n');
}
