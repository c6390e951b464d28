import { foundPart, type LocalPart, type StartContext } from './part.ts';
import { listens } from './ports.ts';
import { requireBroker } from './rabbitmqAnswer.ts';
import { startRabbitmqNode } from './rabbitmqNode.ts';

export interface RabbitmqOptions extends StartContext {
  /** Where a node that is started here listens; default 5672. */
  readonly port?: number;
  /** Start a node even when a broker already listens, e.g. for a line beside another one. */
  readonly private?: boolean;
}

const standardUrl = 'amqp://guest:guest@localhost:5672';
const standardPort = 5672;

/**
 * The broker that already listens on localhost:5672, else an installed `rabbitmq-server` as a node of our own with its
 * data under `<dataDir>/rabbitmq`. Throws one sentence when what listens there is no RabbitMQ or refuses guest, or when
 * none is installed.
 */
export async function startRabbitmq(options: RabbitmqOptions): Promise<LocalPart> {
  const port = options.port ?? standardPort;
  const found = !options.private && port === standardPort && (await listens(standardPort, 'localhost'));
  if (!found) return startRabbitmqNode({ ...options, port });
  await requireBroker(standardUrl, 'set AMQP_URL to a RabbitMQ that may be used (amqp://user:password@host:5672).');
  return foundPart('rabbitmq', 'localhost:5672', { AMQP_URL: standardUrl });
}
