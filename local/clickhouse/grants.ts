import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the engine lets anybody do, ourselves included: its one user has no grant for files, addresses, other servers,
 * dictionaries, functions, backups or users.
 */
const granted = [
  'SHOW, SELECT, INSERT, TRUNCATE, OPTIMIZE, KILL QUERY',
  'ALTER UPDATE, ALTER DELETE, ALTER COLUMN, ALTER ORDER BY, ALTER INDEX, ALTER CONSTRAINT, ALTER TTL, ALTER SETTINGS',
  'CREATE DATABASE, CREATE TABLE, CREATE VIEW, CREATE TEMPORARY TABLE, DROP DATABASE, DROP TABLE, DROP VIEW',
];

/** Tables that keep their rows here. */
export const tableEngines = ['MergeTree', 'ReplacingMergeTree', 'Memory'] as const;

/** Writes the engine's configuration into the folder; answers the arguments that make it read it. */
export function grantArguments(dataDir: string): readonly string[] {
  const dir = join(dataDir, 'access');
  const [config, users] = [join(dir, 'config.xml'), join(dir, 'users.xml')];
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(config, `<clickhouse><users_config>${users}</users_config></clickhouse>\n`, { mode: 0o600 });
  writeFileSync(users, usersXml(), { mode: 0o600 });
  return [`--config-file=${config}`];
}

function usersXml(): string {
  const engines = tableEngines.map((name) => `GRANT TABLE ENGINE ON ${name}`);
  const grants = [...granted.map((rights) => `GRANT ${rights} ON *.*`), ...engines];
  const queries = grants.map((query) => `<query>${query}</query>`).join('\n        ');
  return `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password>
      <profile>default</profile>
      <quota>default</quota>
      <grants>
        ${queries}
      </grants>
    </default>
  </users>
</clickhouse>
`;
}
