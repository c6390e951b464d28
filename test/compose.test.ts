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
  readonly profiles?: readonly string[];
  readonly user?: string;
  readonly mem_limit?: string;
  readonly cpus?: number;
  readonly pids_limit?: number;
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
      for (const [from = ''] of (service.volumes ?? []).map((volume) => volume.split(':')))
        if (from.startsWith('./')) expect(existsSync(join(root, from))).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(from);
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

  test.each(services)(
    '%s has no root, no rights of its own, a file system that is read, and limits',
    (name, service) => {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
      expect(service.user).not.toMatch(/^(root|0)(:|$)/);
      expect(service.user).toBeDefined();
      for (const limit of ['mem_limit', 'cpus', 'pids_limit'] as const)
        expect([name, service[limit]]).not.toContain(undefined);
      expect(service).not.toHaveProperty('privileged');
      expect(service).not.toHaveProperty('cap_add');
      for (const [, to, mode] of (service.volumes ?? []).map((volume) => volume.split(':')))
        if (to?.startsWith('/etc') || to?.startsWith('/docker-entrypoint')) expect(mode).toBe('ro');
    },
  );

  test('gives each service a user of its own for its database, and root to none', () => {
    const made = /for service in ([a-z ]+); do/.exec(read('deploy/mysql.sh'))?.[1]?.split(' ');
    expect(made?.toSorted()).toEqual([...serviceRoles].sort());
    for (const [name, { environment }] of roles) {
      const secret = `\${MYSQL_${name.toUpperCase()}_PASSWORD:?see .env.example}`;
      const url = serviceRoles.some((role) => role === name)
        ? `mysql://${name}:${secret}@mysql:3306/leaveline`
        : undefined;
      expect(environment?.DATABASE_URL).toBe(url);
      if (url)
        expect(compose.services.mysql?.environment).toHaveProperty(`MYSQL_${name.toUpperCase()}_PASSWORD`, secret);
    }
  });

  test('gives the password of ClickHouse to who writes and who reads, each its own', () => {
    const given = roles.flatMap(([name, { environment }]) => (environment?.CLICKHOUSE_URL ? [name] : []));
    expect(given).toEqual(['sinks', 'api']);
    for (const name of given) {
      const secret = `\${CLICKHOUSE_${name.toUpperCase()}_PASSWORD:?see .env.example}`;
      expect(compose.services[name]?.environment?.CLICKHOUSE_URL).toBe(`http://${name}:${secret}@clickhouse:8123`);
    }
    expect(compose.services.clickhouse?.environment).not.toHaveProperty('CLICKHOUSE_USER');
    expect(read('deploy/clickhouse.xml')).toContain('<default remove="remove"/>');
  });

  test('lets the users of ClickHouse do what they must: the sinks write our tables, the others read them', () => {
    const users = read('deploy/clickhouse.xml').split('<users>')[1] ?? '';
    const grantsOf = (name: string) => {
      const own = new RegExp(`<${name}>[\\s\\S]*</${name}>`).exec(users)?.[0] ?? '';
      return [...own.matchAll(/<query>GRANT (.*) ON (.*)<\/query>/g)].map(([, rights, place]) => ({ rights, place }));
    };
    for (const name of ['api', 'reader'])
      for (const { rights } of grantsOf(name)) expect(rights).toMatch(/^(SHOW, )?SELECT$/);
    for (const { rights, place } of [...grantsOf('sinks'), ...grantsOf('api'), ...grantsOf('reader')]) {
      expect(rights).not.toMatch(/ALL|FILE|URL|S3|REMOTE|SOURCES|SYSTEM|ACCESS|DICTIONARY|FUNCTION/);
      if (place?.startsWith('system.')) expect(rights).toBe('SELECT');
      else if (rights !== 'TABLE ENGINE') expect(place).toBe('leaveline.*');
    }
    expect(grantsOf('sinks').length + grantsOf('api').length + grantsOf('reader').length).toBe(10);
  });

  test('asks whoever comes to Kafka and to the registry for a password', () => {
    const { KAFKA_LISTENERS: listeners, KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: protocols } =
      compose.services.kafka?.environment ?? {};
    expect(String(listeners).split(',')).toEqual(['CLIENT://:9092', 'CONTROLLER://127.0.0.1:9093']);
    expect(protocols).toBe('CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT');
    expect(compose.services.registry?.environment).toMatchObject({ SCHEMA_REGISTRY_AUTHENTICATION_METHOD: 'BASIC' });
    for (const [, { environment }] of roles)
      expect(environment).toMatchObject({
        KAFKA_USER: 'leaveline',
        SCHEMA_REGISTRY_URL: expect.stringMatching(/^http:\/\/leaveline:\$\{REGISTRY_PASSWORD:\?/),
      });
  });

  test('runs the server that keeps all mail in a demonstration alone', () => {
    const optional = services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name);
    expect(optional).toEqual(['mail']);
    expect(compose.services.mail?.profiles).toEqual(['demo']);
    for (const [, { depends_on: needs = {} }] of services) expect(needs).not.toHaveProperty('mail');
  });

  test('holds no secret: each comes from the environment and its absence is an error', () => {
    const secrets = text.split('\n').filter((line) => /(PASS|PASSWORD|_KEY|SECRET)\w*:/.test(line));
    expect(secrets.length).toBeGreaterThan(3);
    for (const line of secrets.filter((secret) => !/: (>-|[01])$/.test(secret))) expect(line).toMatch(/\$\{[A-Z_]+:\?/);
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
