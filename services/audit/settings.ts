import { z } from 'zod';
import { settings } from '#lib/config.ts';

const file = (doc: string) => z.string().optional().describe(doc);

/** The audit's own settings. */
export const auditSettings = {
  LEAVELINE_DATA: settings.LEAVELINE_DATA,
  AUDIT_KEY: file('The file of an Ed25519 private key in PEM; default <LEAVELINE_DATA>/audit/signing.pem.'),
  AUDIT_PUBLIC_KEY: file('The file of the public key, to verify where the private one is not.'),
  AUDIT_CHECKPOINTS: file('The file that checkpoints are exported to; best on another machine’s disk.'),
} as const;
