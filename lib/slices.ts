/**
 * Items in their order, in slices of at most `most` bytes with `apart` bytes for each item; a larger one stands alone.
 */
export function slicesOf(items: readonly string[], most: number, apart: number): string[][] {
  const slices: string[][] = [];
  let left = 0;
  for (const item of items) {
    const size = Buffer.byteLength(item) + apart;
    if (size > left || slices.length === 0) {
      slices.push([]);
      left = most;
    }
    slices.at(-1)?.push(item);
    left -= size;
  }
  return slices;
}
