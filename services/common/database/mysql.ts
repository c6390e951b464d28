import { CompiledQuery, Kysely, MysqlDialect } from 'kysely';
import { createPool, type Pool } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { ConfigError } from '#lib/config.ts';
import { codeOf } from './errors.ts';
import type { Opened } from './opened.ts';

const session = [
  'set session transaction isolation level read committed',
  "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'",
  "set session time_zone = '+00:00'",
  'set session innodb_lock_wait_timeout = 10',
];

/** Opens (or makes) the database `<base>_<name>` of a MySQL or MariaDB server. */
export async function openMysql(name: string, url: string): Promise<Opened> {
  const { server, place } = addressOf(name, url);
  await makeSure(server, place);
  const pool = createPool({
    uri: `${server}/${place}`,
    connectionLimit: 10,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    enableKeepAlive: true,
  });
  return { db: new Kysely({ dialect: dialectOf(pool) }), kind: 'mysql', place };
}

const dialectOf = (pool: Pool): MysqlDialect =>
  new MysqlDialect({
    pool,
    onCreateConnection: async (connection) => {
      for (const text of session) await connection.executeQuery(CompiledQuery.raw(text));
    },
  });

function addressOf(name: string, url: string): { server: string; place: string } {
  const address = URL.parse(url);
  const base = address?.pathname.slice(1) || 'leaveline';
  if (!address || !/^(mysql|mariadb):$/.test(address.protocol) || !/^\w{1,40}$/.test(base))
    throw new ConfigError(
      'DATABASE_URL must be mysql://user:password@host:3306/base, with a base of letters, digits and _.',
    );
  const user = address.username && `${address.username}${address.password && `:${address.password}`}@`;
  return { server: `mysql://${user}${address.host}`, place: `${base}_${name}` };
}

/** A database that is there already needs no right to make one. */
async function makeSure(server: string, place: string): Promise<void> {
  try {
    await (await createConnection(`${server}/${place}`)).end();
  } catch (error) {
    if (/^ER_ACCESS_DENIED/.test(codeOf(error)))
      throw new ConfigError('DATABASE_URL: the server refuses this user or password.');
    if (codeOf(error) !== 'ER_BAD_DB_ERROR' && codeOf(error) !== 'ER_DBACCESS_DENIED_ERROR') throw error;
    await make(server, place);
  }
}

async function make(server: string, place: string): Promise<void> {
  const connection = await createConnection(server);
  try {
    await connection.query(`create database if not exists \`${place}\` character set utf8mb4 collate utf8mb4_bin`);
  } catch (error) {
    throw new ConfigError(`DATABASE_URL: make the database ${place}, or let this user make it (${codeOf(error)}).`);
  } finally {
    await connection.end();
  }
}
