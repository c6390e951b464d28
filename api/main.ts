import { port, readConfig, settings } from '#lib/config.ts';
import { runRole } from '#lib/role.ts';
import { startApi } from './start.ts';

await runRole('api', null, async (log) => {
  const { CLICKHOUSE_URL, KAFKA_BROKERS, COMPANY_TIME_ZONE } = settings;
  const config = readConfig({ CLICKHOUSE_URL, KAFKA_BROKERS, COMPANY_TIME_ZONE, API_PORT: port(8080) });
  return startApi(
    {
      port: config.API_PORT,
      clickhouseUrl: config.CLICKHOUSE_URL,
      brokers: config.KAFKA_BROKERS,
      zone: config.COMPANY_TIME_ZONE,
    },
    log,
  );
});
