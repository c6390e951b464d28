/** RabbitMQ refuses another user's id, a copy must not expire, and the cluster's id is the broker's own. */
const leftOut = new Set(['userId', 'expiration', 'clusterId']);

/** The properties that a copy of a message takes with it. */
export const carried = (properties: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name, value]) => value !== undefined && !leftOut.has(name)));

/** What RabbitMQ notes when a message is given up or comes back. */
const notes = /^x-(death|delivery-count|(first|last)-death-.*)$/;

/** The headers that a copy of a message takes with it. */
export const carriedHeaders = (headers: object = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !notes.test(name)));
