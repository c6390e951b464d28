/** RabbitMQ refuses another user's id, a copy must not expire, and the cluster's id is the broker's own. */
const leftOut = new Set(['userId', 'expiration', 'clusterId']);

/** The properties that a copy of a message takes with it. */
export const carried = (properties: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name, value]) => value !== undefined && !leftOut.has(name)));
