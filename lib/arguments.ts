interface Given {
  readonly values: { readonly help?: boolean };
}

/**
 * What a command was given, as `parseArgs` reads it. `--help` prints `help` and ends the process with exit code 0; an
 * option that there is not, or one without its value, is told together with `help`, with exit code 2.
 */
export function readArguments<T extends Given>(help: string, read: () => T): T {
  try {
    const given = read();
    if (!given.values.help) return given;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help}`);
    process.exit(2);
  }
  process.stdout.write(help);
  process.exit(0);
}
