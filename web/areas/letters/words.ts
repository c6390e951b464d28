import type { Speech } from '../../language/speech.ts';

/** Who gave up, in the reader's words: services by their names, parts of the streams as the streams. */
export function stageText({ word, text }: Speech, stage: string): string {
  const [part = stage] = stage.split('/');
  const service = /leaveline\.(\w+)$/.exec(part)?.[1];
  return service === undefined ? word('letters.stage', part) : text('letters.stage.service', { service });
}

/** Why it could not be used; a word that nobody has translated stands as it is. */
export const reasonText = ({ word }: Speech, reason: string): string => word('letters.reason', reason);
