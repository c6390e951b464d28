import avsc, { type Schema, type Type } from 'avsc';
import { epochDay, fromEpochDay } from '../dates.ts';

const { LogicalType } = avsc.types;

/** Avro `date` (int, days since 1970-01-01) ↔ `YYYY-MM-DD`. */
class DateType extends LogicalType {
  protected override _fromValue(days: number): string {
    return fromEpochDay(days);
  }
  protected override _toValue(date: unknown): number | undefined {
    const days = typeof date === 'string' ? epochDay(date) : Number.NaN;
    return Number.isNaN(days) ? undefined : days;
  }
  protected override _resolve(type: Type): unknown {
    return avsc.Type.isType(type, 'logical:date') ? (date: string) => date : undefined;
  }
}

/** Avro `decimal(18,6)` (bytes, big-endian two's complement of the unscaled value) ↔ whole millionths in a number. */
class MillionthsType extends LogicalType {
  /** A decimal of another scale would be read as another amount: avsc then leaves it as bytes. */
  constructor(...parameters: ConstructorParameters<typeof LogicalType>) {
    super(...parameters);
    const { scale } = parameters[0] as { readonly scale?: unknown };
    if (scale !== 6) throw new RangeError(`a decimal of scale ${scale} is no amount in millionths`);
  }
  protected override _fromValue(bytes: Buffer): number {
    return unscaled(bytes);
  }
  protected override _toValue(amount: unknown): Buffer | undefined {
    return Number.isSafeInteger(amount) ? twosComplement(amount as number) : undefined;
  }
  protected override _resolve(type: Type): unknown {
    return avsc.Type.isType(type, 'logical:decimal') ? (amount: number) => amount : undefined;
  }
}

/** The shortest big-endian two's complement form of a safe integer, as Java's BigInteger writes it. */
export function twosComplement(amount: number): Buffer {
  for (let size = 1; size <= 6; size++) {
    const limit = 2 ** (8 * size - 1);
    if (amount < -limit || amount >= limit) continue;
    const bytes = Buffer.allocUnsafe(size);
    bytes.writeIntBE(amount, 0, size);
    return bytes;
  }
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(amount));
  return Math.abs(amount) < 2 ** 55 ? bytes.subarray(1) : bytes;
}

/** The number that such bytes stand for. RangeError past 2^53, which no sum of ours reaches. */
export function unscaled(bytes: Buffer): number {
  if (bytes.length > 0 && bytes.length <= 6) return bytes.readIntBE(0, bytes.length);
  const amount = BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex') || '0'}`));
  if (!Number.isSafeInteger(Number(amount))) throw new RangeError(`decimal ${amount} is past the safe integers`);
  return Number(amount);
}

/** How avsc reads and writes our logical types; `timestamp-millis` and `uuid` pass as number and string. */
const logicalTypes = { date: DateType, decimal: MillionthsType };

const written = new WeakMap<Type, Schema>();

/** The compiled type of an Avro schema. */
export function compile(schema: Schema): Type {
  const type = avsc.Type.forSchema(schema, { logicalTypes });
  written.set(type, schema);
  return type;
}

/** The schema of a type that `compile` made, with the logical types that avsc itself does not tell. */
export const schemaOf = (type: Type): Schema => written.get(type) ?? type.schema();
