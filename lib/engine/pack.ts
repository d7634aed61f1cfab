import { PosthasteError } from '../errors.js';

/** Addresses as the addon takes them: UTF-8, one after the other. */
export interface PackedAddresses {
  text: Uint8Array;
  /** One more than there are addresses. */
  offsets: Uint32Array;
}

/** UTF-8 takes at most so many bytes a UTF-16 code unit; a lone surrogate becomes U+FFFD, which takes three. */
const BYTES_PER_UNIT = 3;

/** The first so many addresses that `pack` takes at once. */
export const PACK_ADDRESSES = 4096;
const PACK_UNITS = 1 << 22;

/** The end of the block of addresses that begins at `begin` and is packed at once; at least `begin + 1`. */
export function packEnd(addresses: readonly string[], begin: number): number {
  const last = Math.min(addresses.length, begin + PACK_ADDRESSES);
  let units = 0;
  for (let end = begin; end < last; end++) {
    units += checked(addresses[end], end).length;
    if (units > PACK_UNITS) return Math.max(begin + 1, end);
  }
  return last;
}

/** Packs the addresses from `begin` to `end`; ERR_OPTION when one is not a string. */
export function pack(addresses: readonly string[], begin: number, end: number): PackedAddresses {
  let units = 0;
  for (let i = begin; i < end; i++) units += checked(addresses[i], i).length;
  const text = Buffer.allocUnsafeSlow(units * BYTES_PER_UNIT);
  const offsets = new Uint32Array(end - begin + 1);
  let used = 0;
  for (let i = begin; i < end; i++) {
    used += text.write(addresses[i] ?? '', used, 'utf8');
    offsets[i - begin + 1] = used;
  }
  return { text, offsets };
}

function checked(address: string | undefined, index: number): string {
  if (typeof address === 'string') return address;
  throw new PosthasteError(
    'ERR_OPTION',
    `Expected a string for address ${index} but received ${String(address)} of type ${typeof address}`,
  );
}
