import { createHash } from 'node:crypto';

/** SHA-256 of these bytes one after the other. */
export function sha256(...parts: readonly (Buffer | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);

/** The hash of a leaf, RFC 6962 §2.1: SHA-256(0x00 ‖ content). */
export const leafHash = (content: string): Buffer => sha256(leafPrefix, content);

const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(nodePrefix, left, right);

/** A tree that only grows: the roots of its full subtrees from the largest, one for each bit of `size`. */
export interface Peaks {
  readonly size: number;
  readonly roots: readonly Buffer[];
}

export const noLeaves: Peaks = { size: 0, roots: [] };

/** The tree with one more leaf: the new leaf joins as many subtrees as `size` has ones at its end. */
export function withLeaf({ size, roots }: Peaks, leaf: Buffer): Peaks {
  const kept = [...roots];
  let joined = leaf;
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) joined = nodeHash(kept.pop() ?? joined, joined);
  return { size: size + 1, roots: [...kept, joined] };
}

/** The root of RFC 6962 §2.1; of an empty tree the hash of nothing. */
export const rootOf = ({ roots }: Peaks): Buffer =>
  roots.length === 0 ? sha256() : roots.reduceRight((right, left) => nodeHash(left, right));
