type Parameter = string | number | null | readonly string[];

/** An address with these parameters: what is empty or null is left out, a list comes as often as it is long. */
export function addressOf(path: string, parameters: Readonly<Record<string, Parameter>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && one !== '') query.append(name, String(one));
  return query.size === 0 ? path : `${path}?${query}`;
}
