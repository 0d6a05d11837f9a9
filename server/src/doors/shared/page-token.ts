import { invalidRequest } from './wire.ts'

/** The place after `last` in a list that is ordered by creation; the caller's SDK hands it back. */
export function pageToken(last: { createdAt: Date; id: string }): string {
  return Buffer.from(JSON.stringify([last.createdAt.getTime(), last.id])).toString('base64url')
}

/** @throws door.invalid-request */
export function parsePageToken(
  token: string | undefined,
): { after: { createdAt: Date; id: string } } | Record<never, never> {
  if (token === undefined || token === '') return {}
  try {
    const [time, id] = JSON.parse(Buffer.from(token, 'base64url').toString())
    const createdAt = new Date(time)
    if (typeof id === 'string' && !Number.isNaN(createdAt.getTime()))
      return { after: { createdAt, id } }
  } catch {
    // Falls through to the same answer as a token of the wrong content.
  }
  throw invalidRequest({ problems: ['the page token is not one of ours'] })
}

/**
 * One page of a list that is at hand whole; the token counts those before it.
 *
 * @throws door.invalid-request
 */
export function pageOf<Item>(
  items: readonly Item[],
  { token = '0', countMax }: { token?: string | undefined; countMax: number },
): { page: Item[]; next: string | undefined } {
  if (!/^\d{1,6}$/.test(token))
    throw invalidRequest({ problems: ['the page token is not one of ours'] })
  const end = Number(token) + countMax
  const next = end < items.length ? String(end) : undefined
  return { page: items.slice(Number(token), end), next }
}
