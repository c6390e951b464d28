import { defaultsOf } from '#lib/folder.ts';
import type { Translator } from './translator.ts';

/** Every translator, one file each in `translators/`. */
export const translators = await defaultsOf<Translator>(new URL('./translators/', import.meta.url));
