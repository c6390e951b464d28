const seed = 0x9747b28c;
const mix = 0x5bd1e995;

/** Kafka's murmur2 (org.apache.kafka.common.utils.Utils#murmur2) of a key's UTF-8 bytes; a signed 32-bit integer. */
export function murmur2(key: string | Buffer): number {
  const data = typeof key === 'string' ? Buffer.from(key) : key;
  const words = data.length & ~3;
  let hash = seed ^ data.length;
  for (let at = 0; at < words; at += 4) {
    let word = Math.imul(data.readInt32LE(at), mix);
    word = Math.imul(word ^ (word >>> 24), mix);
    hash = Math.imul(hash, mix) ^ word;
  }
  return avalanche(words === data.length ? hash : Math.imul(hash ^ rest(data, words), mix));
}

/** The last one to three bytes, little-endian. */
function rest(data: Buffer, from: number): number {
  let value = 0;
  for (let at = data.length - 1; at >= from; at--) value = (value << 8) | (data[at] ?? 0);
  return value;
}

function avalanche(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 13), mix);
  return mixed ^ (mixed >>> 15);
}

/** The partition that Kafka's default partitioner (Java, kafkajs, librdkafka's murmur2) gives a key. */
export const partitionFor = (key: string | Buffer, partitions: number): number =>
  (murmur2(key) & 0x7fffffff) % partitions;
