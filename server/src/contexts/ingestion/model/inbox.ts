import { posix } from 'node:path'

/** Where the files of an agreement lie whose vendor pushes. */
export interface Inbox {
  bucket: string
  /** With its closing slash. */
  prefix: string
  /** `s3://bucket/prefix/` */
  location: string
}

export function inboxOf(of: { accountId: string; agreementId: string }): Inbox {
  const bucket = `inbox-${of.accountId}`
  const prefix = `${of.agreementId}/`
  return { bucket, prefix, location: `s3://${bucket}/${prefix}` }
}

const KEY_BYTES_MAX = 900 // S3’s 1,024 less the prefix of an agreement.
const CONTROL = /\p{Cc}/u

/**
 * The key below an inbox of a path as its vendor sees it: `/` is the inbox, and nothing leads out
 * of it. Empty for the inbox itself; undefined where it is no name.
 */
export function keyInside(path: string): string | undefined {
  const key = posix.resolve('/', path).slice(1)
  const fits = Buffer.byteLength(key) <= KEY_BYTES_MAX && !CONTROL.test(key) && key.isWellFormed()
  return fits ? key : undefined
}

/** Of a directory as a person writes it; undefined: it leads out of the inbox. */
export function prefixInside(directory: string): string | undefined {
  const inner = posix.normalize(`./${directory}`).replace(/\/+$/, '')
  if (inner === '..' || inner.startsWith('../')) return undefined
  return inner === '.' ? '' : `${inner}/`
}
