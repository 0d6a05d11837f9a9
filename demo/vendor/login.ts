import { createHash, timingSafeEqual } from 'node:crypto'
import { join, posix } from 'node:path'

/** The one user that the vendor's servers know. */
export interface Login {
  user: string
  password: string
}

/** Compares in constant time, whatever the lengths. */
export function sameText(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** The file that a client's path means; `..` never leads out of `root`. */
export function resolveInside(root: string, path: string): string {
  return join(root, posix.resolve('/', path))
}
