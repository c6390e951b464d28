import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { canonical, type Json } from '#lib/canonicalJson.ts';
import { eventType } from '#schemas/catalogue.ts';
import { canonicalId } from '#schemas/ids.ts';
import type { Received } from '../common/messaging/events.ts';
import { leafHash, sha256 } from './merkle.ts';

/** A personal value and the salt of its commitment (hex). */
export interface Part {
  readonly salt: string;
  readonly value: Json;
}

export type Parts = Readonly<Record<string, Part>>;

/** What is under an entry's hash. */
export interface Content {
  readonly v: 1 | 2;
  readonly stream: string;
  readonly seq: number;
  /** Hash of the entry before in the stream; of the first, zeros. */
  readonly prev: string;
  readonly eventId: string;
  /** Of what the publisher wrote; version 1 has none. */
  readonly mark?: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly employeeId: string | null;
  /** The values that are not personal. */
  readonly data: { readonly [field: string]: Json };
  /** Commitments to the personal ones: SHA-256(salt ‖ canonical value). */
  readonly sealed: { readonly [field: string]: string };
}

export const noHash = '0'.repeat(64);

/** The chain of an event: its family's; what schemas/ does not know has one of its own. */
export const streamOf = (type: string): string => eventType(type)?.family ?? 'unknown';

/** Without the salt nobody can tell what was committed to, not even by trying every possible value. */
export const commitment = ({ salt, value }: Part): string =>
  sha256(Buffer.from(salt, 'hex'), canonical(value)).toString('hex');

/** What only the chain's end can say. */
export interface Place {
  readonly seq: number;
  readonly prev: string;
  readonly recordedAt: number;
}

/** Splits an event into what is kept for ever and what can be erased. */
export function entryOf(received: Received, place: Place): { content: Content; parts: Parts } {
  const { open, parts } = split(received);
  const sealed = Object.fromEntries(Object.entries(parts).map(([field, part]) => [field, commitment(part)]));
  const { id: eventId, mark, type, source, subject, time: occurredAt } = received;
  const { employeeId } = received.event;
  const stream = streamOf(type);
  const content = { v: 2, stream, ...place, eventId, mark, type, source, subject, occurredAt, employeeId } as const;
  return { content: { ...content, data: open, sealed }, parts };
}

/**
 * Whether an entry without a mark is of this event: source, type, time and all values are the same, but for personal
 * ones where one of the two has none any more. `held`: those that are held of the entry.
 */
export function saysTheSame(
  { type, source, occurredAt, data, sealed }: Content,
  held: Parts,
  received: Received,
): boolean {
  if (type !== received.type || source !== received.source || occurredAt !== received.time) return false;
  const { open, parts } = split(received);
  if (!isDeepStrictEqual(data, open)) return false;
  const [before, now] = [valuesOf(held), valuesOf(parts)];
  const isErased = Object.keys(before).length < Object.keys(sealed).length || Object.keys(now).length === 0;
  return isErased || isDeepStrictEqual(before, now);
}

const valuesOf = (parts: Parts): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(parts).map(([field, { value }]) => [field, value]));

/** Personal is what the definition says, and whatever no definition knows. */
function split({ type, data }: Received): { open: Record<string, Json>; parts: Record<string, Part> } {
  const fields = eventType(type)?.fields;
  const open: Record<string, Json> = {};
  const parts: Record<string, Part> = {};
  for (const [field, value] of Object.entries(data as Record<string, Json>)) {
    if (value === null) continue;
    if (fields && Object.hasOwn(fields, field) && !fields[field]?.personal) open[field] = asKnown(field, value);
    else parts[field] = { salt: randomBytes(32).toString('hex'), value };
  }
  return { open, parts };
}

/** Whom an entry names is found by the id that every room has. */
const asKnown = (field: string, value: Json): Json =>
  typeof value === 'string' && (field === 'employeeId' || actors.includes(field)) ? canonicalId(value) : value;

const idIn = (value: unknown): string | null =>
  (typeof value === 'string' && value.length <= 200) || typeof value === 'number' ? String(value) : null;

/** The bytes of an entry and their hash. */
export function hashed(content: Content): { text: string; hash: string } {
  const text = canonical(content as unknown as Json);
  return { text, hash: leafHash(text).toString('hex') };
}

/** Fields that name a person beside the one an event is about. */
const actors = [
  'decidedBy',
  'cancelledBy',
  'withdrawnBy',
  'modifiedBy',
  'adjustedBy',
  'requestedBy',
  'by',
  'substituteId',
  'managerId',
  'about',
];

/** Everybody an entry names, each once. `about` names a person only where somebody read. */
export function peopleOf({ type, employeeId, data }: Content): readonly string[] {
  const named = actors.filter((field) => field !== 'about' || type === 'data.read').map((field) => idIn(data[field]));
  return [...new Set([employeeId, ...named])].filter((person) => person !== null);
}
