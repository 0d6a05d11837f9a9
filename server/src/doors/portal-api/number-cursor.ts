import { invalidRequest } from './errors.ts'

/** The cursor of a list that counts. @throws portal-api.invalid-request for any other text */
export function numberCursor(cursor = '0'): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw invalidRequest({ detail: `cursor "${cursor}" is none that this list has given` })
  return Number(cursor)
}

const LIMIT = 50

/** Of a list that is known whole, the page that is asked for. */
export function pageFrom<Item>(
  items: readonly Item[],
  { cursor, limit = LIMIT }: { cursor?: string; limit?: number },
): { items: Item[]; nextCursor?: string } {
  const from = numberCursor(cursor)
  const next = from + limit
  return {
    items: items.slice(from, next),
    ...(next < items.length && { nextCursor: String(next) }),
  }
}
