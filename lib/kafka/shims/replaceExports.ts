/** Loads a file of kafkajs; the package has no `exports` map, so every file can be reached. */
export type Load = (file: string) => unknown;

/**
 * Gives a file of kafkajs another `module.exports`. Files that were loaded earlier and hold the old value keep it,
 * so this comes before kafkajs as a whole is loaded, and innermost files first.
 */
export function replaceExports(load: NodeJS.Require, file: string, value: unknown): void {
  load(file);
  const module = load.cache[load.resolve(file)];
  if (module === undefined) throw new Error(`${file} cannot be replaced: it is not in the module cache`);
  module.exports = value;
}
