import {
  invalidBucketName,
  invalidKey,
  invalidLocation,
  keyTooLong,
  reservedBucketName,
} from '../errors.ts'
import type { ObjectAt } from './object.ts'

export const KEY_BYTES_MAX = 1024 // S3 User Guide, "Naming Amazon S3 objects".
// S3 User Guide, "Bucket naming rules": 3 to 63 of these, no two dots in a row, no IP address.
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-']
const SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3']
const IP_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/
/** First path segments of the platform's own doors. */
const RESERVED: ReadonlySet<string> = new Set([
  'iceberg',
  'livy',
  'api',
  'app',
  'metrics',
  'healthz',
  'readyz',
])
const LAST_CODE_POINT = 0x10ffff

export function checkBucketName(name: string): void {
  const fits = BUCKET_NAME.test(name) && !name.includes('..') && !IP_ADDRESS.test(name)
  if (RESERVED.has(name)) throw reservedBucketName({ bucket: name })
  const taken =
    PREFIXES.some((prefix) => name.startsWith(prefix)) ||
    SUFFIXES.some((suffix) => name.endsWith(suffix))
  if (!fits || taken) throw invalidBucketName({ bucket: name })
}

/** Any text of 1 to 1,024 bytes; `..` and `//` mean nothing in a key. */
export function checkKey(key: string): void {
  const sizeBytes = Buffer.byteLength(key)
  if (sizeBytes > KEY_BYTES_MAX) throw keyTooLong({ sizeBytes, sizeBytesMax: KEY_BYTES_MAX })
  // PostgreSQL keeps no NUL, and a lone surrogate is no text.
  if (key === '' || key.includes('\0') || !key.isWellFormed()) throw invalidKey({})
}

/** `s3://bucket/key`; the key may be empty where a prefix is meant. */
export function parseLocation(location: string): ObjectAt {
  const match = /^s3[an]?:\/\/([^/]+)(?:\/(.*))?$/s.exec(location)
  if (!match?.[1]) throw invalidLocation({ location })
  return { bucket: match[1], key: match[2] ?? '' }
}

export function formatLocation({ bucket, key }: ObjectAt): string {
  return `s3://${bucket}/${key}`
}

/** The first text, in the order of code points, after all that start with `prefix`. */
export function prefixEnd(prefix: string): string | undefined {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0)
  while (points.at(-1) === LAST_CODE_POINT) points.pop()
  const last = points.pop()
  if (last === undefined) return undefined
  const next = last === 0xd7ff ? 0xe000 : last + 1 // Surrogates are no characters.
  return String.fromCodePoint(...points, next)
}

/** What `key` is listed as, together with others, where the delimiter comes behind the prefix. */
export function commonPrefix(
  { prefix, delimiter }: { prefix: string; delimiter?: string },
  key: string,
): string | undefined {
  if (!delimiter) return undefined
  const cut = key.indexOf(delimiter, prefix.length)
  return cut < 0 ? undefined : key.slice(0, cut + delimiter.length)
}

/** The first key after `key`: keys hold no NUL, so one with U+0001 behind it is next. */
export function keyAfter(key: string): string {
  return `${key}\u0001`
}

/** `prefix` ends with a slash, or is one whole location: `s3://b/t2/x` is not within `s3://b/t`. */
export function within(location: string, prefix: string): boolean {
  return prefix.endsWith('/') ? location.startsWith(prefix) : location === prefix
}
