import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { runRole } from '#lib/role.ts';
import { ingressConfig } from './config.ts';
import { startIngress } from './ingress.ts';
import { loginSecret } from './loginKey.ts';
import { routes } from './routes.ts';

const config = ingressConfig();

await runRole('ingress', config.INGRESS_PORT, async (log) =>
  startIngress({
    amqpUrl: config.AMQP_URL,
    kafka: createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'leaveline-ingress', log }),
    serde: new Serde(registryIds(config.SCHEMA_REGISTRY_URL)),
    routes: routes(config.LEAVELINE_PREFIX),
    prefix: config.LEAVELINE_PREFIX,
    partitions: config.EVENT_PARTITIONS,
    letterLimit: config.LETTER_LIMIT,
    loginSecret: await loginSecret(config.LOGIN_HMAC_KEY, config.loginKeyFile),
    log,
  }),
);
