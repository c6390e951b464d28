import { instant, integer, json, key, nullable, primary, type RowOf, table, text } from '../common/database/table.ts';

/** The tables of the audit's database. Hashes are 64 hex digits, instants epoch ms. */
export interface AuditTables {
  audit_streams: RowOf<typeof auditStreams>;
  audit_entries: EntriesTable;
  audit_people: RowOf<typeof auditPeople>;
  audit_personal: RowOf<typeof auditPersonal>;
  audit_erased: RowOf<typeof auditErased>;
  audit_checkpoints: RowOf<typeof auditCheckpoints>;
}

/** The end of each stream's chain; its row lock makes writers wait for each other. */
export const auditStreams = table('audit_streams', {
  stream: primary(key()),
  last_seq: integer(),
  last_hash: key(),
});

/** What happened, for ever; the columns beside `content` repeat what it says, for search. */
export const auditEntries = table('audit_entries', {
  stream: primary(key()),
  /** 1, 2, 3, … without a gap within the stream. */
  seq: primary(integer()),
  event_id: key(),
  /** '' where an earlier version wrote it. */
  mark: key(),
  type: key(),
  employee_id: nullable(key()),
  occurred_at: instant(),
  recorded_at: instant(),
  /** Canonical JSON, the bytes under the hash; the hash of the entry before is among them. */
  content: text(),
  hash: key(),
});

export type EntriesTable = RowOf<typeof auditEntries>;

/** Whom an entry names, whether it is about them or done by them. */
export const auditPeople = table('audit_people', {
  stream: primary(key()),
  seq: primary(integer()),
  person: primary(key()),
  occurred_at: instant(),
});

/** Personal values beside the chain, which holds commitments to them; deleted when their person is erased. */
export const auditPersonal = table('audit_personal', {
  stream: primary(key()),
  seq: primary(integer()),
  employee_id: nullable(key()),
  /** JSON: { field: { salt, value } }. */
  parts: json(),
});

export const auditErased = table('audit_erased', {
  employee_id: primary(key()),
  erased_at: instant(),
});

export const auditCheckpoints = table('audit_checkpoints', {
  number: primary(integer()),
  at: instant(),
  /** Canonical JSON, the bytes under the signature. */
  body: text(),
  /** Base64. */
  signature: key(),
  /** JSON: each stream's tree, so that the next checkpoint reads only what is new. */
  peaks: json(),
});
