import { database } from '#tables/tables.ts';
import { type Listing, type Page, pageOf, pageReply, pageStatement } from './list.ts';
import type { Reply, World } from './route.ts';

/** The newest rows of a table of ours. */
export const newestOf = (table: string): string => `\`${database}\`.\`${table}\` FINAL`;

/** Reads and answers one page. */
export async function readPage(
  name: string,
  listing: Listing,
  asked: Readonly<Record<string, unknown>>,
  page: Page,
  world: World,
): Promise<Reply> {
  const rows = await world.database.rows(pageStatement(listing, page));
  return pageReply(name, asked, pageOf(listing, page, rows), listing.fields);
}
