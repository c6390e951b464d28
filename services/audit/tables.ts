import { column, type RowOf, table } from '../common/database/table.ts';

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
  stream: column.key().primary(),
  last_seq: column.integer(),
  last_hash: column.key(),
});

/** What happened, for ever; the columns beside `content` repeat what it says, for search. */
export const auditEntries = table('audit_entries', {
  stream: column.key().primary(),
  /** 1, 2, 3, … without a gap within the stream. */
  seq: column.integer().primary(),
  event_id: column.key(),
  /** '' where an earlier version wrote it. */
  mark: column.key(),
  type: column.key(),
  employee_id: column.key().nullable(),
  occurred_at: column.instant(),
  recorded_at: column.instant(),
  /** Canonical JSON, the bytes under the hash; the hash of the entry before is among them. */
  content: column.text(),
  hash: column.key(),
});

export type EntriesTable = RowOf<typeof auditEntries>;

/** Whom an entry names, whether it is about them or done by them. */
export const auditPeople = table('audit_people', {
  stream: column.key().primary(),
  seq: column.integer().primary(),
  person: column.key().primary(),
  occurred_at: column.instant(),
});

/** Personal values beside the chain, which holds commitments to them; deleted when their person is erased. */
export const auditPersonal = table('audit_personal', {
  stream: column.key().primary(),
  seq: column.integer().primary(),
  employee_id: column.key().nullable(),
  /** JSON: { field: { salt, value } }. */
  parts: column.json(),
});

export const auditErased = table('audit_erased', {
  employee_id: column.key().primary(),
  erased_at: column.instant(),
});

export const auditCheckpoints = table('audit_checkpoints', {
  number: column.integer().primary(),
  at: column.instant(),
  /** Canonical JSON, the bytes under the signature. */
  body: column.text(),
  /** Base64. */
  signature: column.key(),
  /** JSON: each stream's tree, so that the next checkpoint reads only what is new. */
  peaks: column.json(),
});
