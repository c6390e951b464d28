import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { PetLine } from './petLine.ts';
import { openServers, type Servers } from './servers.ts';

/** One Kafka and one ClickHouse for all live tests of the sinks, and topics, tables and a group for each of them. */
export let servers: Servers;
export let line: PetLine;

beforeAll(async () => {
  servers = await openServers();
}, 120_000);
afterAll(() => servers.stop(), 60_000);

beforeEach(async () => {
  line = await PetLine.open(servers);
}, 60_000);
afterEach(() => line.end(), 60_000);
