/** Bytes that grow; all numbers are little-endian, as ClickHouse's RowBinary wants them. */
export class ByteWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity = 4096) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Forgets what was written behind `length`: a row that turned out unusable. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** What was written so far; shares memory with the writer. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  uint8(value: number): void {
    this.#room(1);
    this.#length = this.#buffer.writeUInt8(value, this.#length);
  }

  int32(value: number): void {
    this.#room(4);
    this.#length = this.#buffer.writeInt32LE(value, this.#length);
  }

  /** A safe integer as 64 bits in two's complement. */
  int64(value: number): void {
    this.#room(8);
    const low = value >>> 0;
    this.#buffer.writeUInt32LE(low, this.#length);
    this.#buffer.writeInt32LE((value - low) / 2 ** 32, this.#length + 4);
    this.#length += 8;
  }

  uint64(value: bigint): void {
    this.#room(8);
    this.#length = this.#buffer.writeBigUInt64LE(value, this.#length);
  }

  /** LEB128, as lengths are written. */
  varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.uint8((rest % 0x80) | 0x80);
    this.uint8(rest);
  }

  /** UTF-8 with its length in front. */
  string(value: string): void {
    const size = Buffer.byteLength(value);
    this.varint(size);
    this.#room(size);
    this.#length += this.#buffer.write(value, this.#length);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + more));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
