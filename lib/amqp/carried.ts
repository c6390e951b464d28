/** RabbitMQ refuses another user's id, a copy must not expire, and the cluster's id is the broker's own. */
const leftOut = new Set(['userId', 'expiration', 'clusterId']);

/** The properties that a copy of a message takes with it. */
export const carried = (properties: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name, value]) => value !== undefined && !leftOut.has(name)));

/** What RabbitMQ notes when a message is given up or comes back. */
const notes = /^x-(death|delivery-count|(first|last)-death-.*)$/;

/** amqplib refuses a table of more than 64 KiB; some is left for what a copy says of itself. */
const maxHeaderBytes = 56 * 1024;

/** The headers that a copy of a message takes with it; those that find no room are named in `x-left-out`. */
export function carriedHeaders(headers: object = {}): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const leftOut: string[] = [];
  let room = maxHeaderBytes;
  for (const [name, value] of Object.entries(headers).filter(([name]) => !notes.test(name))) {
    const size = Buffer.byteLength(name) + Buffer.byteLength(JSON.stringify(value) ?? '');
    if (size > room) leftOut.push(name);
    else {
      kept[name] = value;
      room -= size;
    }
  }
  return leftOut.length === 0 ? kept : { ...kept, 'x-left-out': leftOut.join(', ').slice(0, 1_000) };
}
