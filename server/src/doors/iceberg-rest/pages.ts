import { badRequest } from './errors.ts'
import type { Asked } from './exchanges.ts'

/** Pages only for clients that ask for pages; others expect all at once. */
export async function pagesOf<Item>(
  query: Asked['query'],
  read: (page: { size?: number; token?: string }) => Promise<{ items: Item[]; next?: string }>,
): Promise<{ items: Item[]; 'next-page-token'?: string }> {
  const { pageToken, pageSize } = query
  if (pageSize !== undefined && !/^[1-9]\d{0,8}$/.test(pageSize))
    throw badRequest({ reason: `"${pageSize}" is not a page size` })
  const size = pageSize === undefined ? {} : { size: Number(pageSize) }
  if (pageToken !== undefined || pageSize !== undefined) {
    const page = await read({ ...size, ...(pageToken ? { token: pageToken } : {}) })
    return { items: page.items, ...(page.next ? { 'next-page-token': page.next } : {}) }
  }
  const items: Item[] = []
  let token: string | undefined
  do {
    const page = await read(token ? { token } : {})
    items.push(...page.items)
    token = page.next
  } while (token)
  return { items }
}
