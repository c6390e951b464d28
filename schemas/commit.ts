import { derivedRecords, eventTypes } from './catalogue.ts';
import { committedVersions, commitVersion, faultsOf, textOf } from './committed.ts';

/** `npm run schemas`: writes a new version of every definition that changed, unless that would break a reader. */
const refused: string[] = [];
const written: string[] = [];

for (const schema of [...eventTypes, ...derivedRecords]) {
  const versions = await committedVersions(schema.subject);
  if (versions.at(-1) === textOf(schema)) continue;
  const faults = faultsOf(schema, versions);
  if (faults.length > 0) refused.push(`${schema.subject}\n  ${faults.join('\n  ')}`);
  else {
    await commitVersion(schema);
    written.push(`${schema.subject} version ${versions.length + 1}`);
  }
}

process.stdout.write(written.length > 0 ? `Written:\n${written.join('\n')}\n` : 'Nothing changed.\n');
if (refused.length > 0) {
  process.stderr.write(
    `Not compatible with what is committed. New fields must be optional, old ones stay as they are:\n${refused.join('\n')}\n`,
  );
  process.exitCode = 1;
}
