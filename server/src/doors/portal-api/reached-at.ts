import type { Exchange } from '../shared/door.ts'

/** The address by which the caller reached us. */
export function reachedAt({ secure, request }: Pick<Exchange, 'secure' | 'request'>): string {
  return `${secure ? 'https' : 'http'}://${request.headers.host}`
}
