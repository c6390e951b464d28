import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pages } from './pages.ts';

/** `npm run docs`: writes the pages that follow from the definitions. */
for (const [name, text] of pages()) {
  const file = join(import.meta.dirname, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
