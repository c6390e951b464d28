import { database } from '#tables/tables.ts';

/** The newest rows of a table of ours. */
export const newestOf = (table: string): string => `\`${database}\`.\`${table}\` FINAL`;
