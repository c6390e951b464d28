/** Functions that are known to be too long and being mended: entries only ever go. By room and name. */
export const longFunctions: ReadonlySet<string> = new Set([
  'web Leave',
  'web Password',
  'web SickDialog',
  'web pictureOf',
  'web read',
]);
