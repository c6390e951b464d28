import type { Registry } from './registry.ts';
import type { Handler, Route } from './route.ts';
import { compatibilityRoutes, metadataRoutes, schemaRoutes } from './schemaRoutes.ts';
import { configRoutes, modeRoutes } from './settingsRoutes.ts';
import { subjectRoutes } from './subjectRoutes.ts';

export const routesOf = (registry: Registry, clusterId: string): readonly Route[] => [
  ...metadataRoutes(clusterId),
  ...subjectRoutes(registry),
  ...schemaRoutes(registry),
  ...compatibilityRoutes(registry),
  ...configRoutes(registry),
  ...modeRoutes(registry),
];

export type Match =
  | { readonly handler: Handler; readonly params: Record<string, string> }
  | { readonly status: 404 | 405 };

/** The handler for a path as it came (still encoded), its parameters decoded. */
export function match(routes: readonly Route[], method: string, path: string): Match {
  const parts = path.split('/').filter((part, at) => at === 0 || part !== '');
  const fitting = routes.flatMap(([verb, pattern, handler]) => {
    const params = paramsOf(
      pattern.split('/').filter((part, at) => at === 0 || part !== ''),
      parts,
    );
    return params ? [{ verb, handler, params }] : [];
  });
  const found = fitting.find(({ verb }) => verb === method);
  return found ?? { status: fitting.length === 0 ? 404 : 405 };
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, piece] of pattern.entries()) {
    const part = parts[at] ?? '';
    if (piece.startsWith(':')) params[piece.slice(1)] = decodeURIComponent(part);
    else if (piece !== part) return undefined;
  }
  return params;
}
