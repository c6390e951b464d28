import { defaultsOf } from '#lib/folder.ts';
import { binary } from './cloudEvents/binary.ts';
import { structured } from './cloudEvents/structured.ts';
import type { Envelope } from './envelope.ts';
import { plain } from './plain.ts';

/** Those of other frameworks, one file each in `envelopes/`; no two of them recognise the same message. */
const others = await defaultsOf<Envelope>(new URL('./envelopes/', import.meta.url));

/** The ways in which events may be written on `hr.events`; the first that recognises a message reads it. */
export const envelopes: readonly Envelope[] = [structured, binary, ...others, plain];
