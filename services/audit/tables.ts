/** The tables of the audit's database. Hashes are 64 hex digits, instants epoch ms. */
export interface AuditTables {
  audit_streams: StreamsTable;
  audit_entries: EntriesTable;
  audit_people: PeopleTable;
  audit_personal: PersonalTable;
  audit_erased: ErasedTable;
  audit_checkpoints: CheckpointsTable;
}

/** The end of each stream's chain; its row lock makes writers wait for each other. */
interface StreamsTable {
  stream: string;
  last_seq: number;
  last_hash: string;
}

/** What happened, for ever; the columns beside `content` repeat what it says, for search. */
export interface EntriesTable {
  stream: string;
  /** 1, 2, 3, … without a gap within the stream. */
  seq: number;
  event_id: string;
  type: string;
  employee_id: string | null;
  occurred_at: number;
  recorded_at: number;
  /** Canonical JSON, the bytes under the hash; the hash of the entry before is among them. */
  content: string;
  hash: string;
}

/** Whom an entry names, whether it is about them or done by them. */
interface PeopleTable {
  person: string;
  stream: string;
  seq: number;
  occurred_at: number;
}

/** Personal values beside the chain, which holds commitments to them; deleted when their person is erased. */
interface PersonalTable {
  stream: string;
  seq: number;
  employee_id: string | null;
  /** JSON: { field: { salt, value } }. */
  parts: string;
}

interface ErasedTable {
  employee_id: string;
  erased_at: number;
}

interface CheckpointsTable {
  number: number;
  at: number;
  /** Canonical JSON, the bytes under the signature. */
  body: string;
  /** Base64. */
  signature: string;
  /** JSON: each stream's tree, so that the next checkpoint reads only what is new. */
  peaks: string;
}
