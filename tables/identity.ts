/** How the comment of a column begins that a table got after it was made; behind it stands what tells it apart. */
export const addedLater = 'added later: ';

/**
 * The identity of every table of a database, `name` and `identity`: its UUID, and the marks of the columns that it got
 * later. A table that was made anew, or has got a column, is another one: what filled the former has not filled it.
 */
export const identitiesSql = (database: string): string => `
  SELECT name, concat(toString(uuid), arrayStringConcat(marks)) AS identity
  FROM system.tables
  LEFT JOIN (
    SELECT table, arraySort(groupUniqArray(concat('+', substring(comment, ${addedLater.length + 1})))) AS marks
    FROM system.columns WHERE database = '${database}' AND startsWith(comment, '${addedLater}') GROUP BY table
  ) AS added ON added.table = name
  WHERE database = '${database}'`;

/** The UUID in an identity. */
export const uuidIn = (identity: string): string => identity.split('+', 1)[0] ?? '';
