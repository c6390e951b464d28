import type { Route } from './routes.ts';

/** The OpenAPI 3.1 document of these routes. */
export const openapi = (_title: string, _version: string, _routes: readonly Route<never>[]): object => {
  throw new Error('not built yet');
};
