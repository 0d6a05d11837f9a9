import { invalidPage } from '../errors.ts'
import type { Page, PageRequest } from './face.ts'

const PAGE_SIZE_MAX = 1000

/** How many to read, and after which name. @throws catalog.invalid-page-token */
export function pageOf({ size, token }: PageRequest): { limit: number; after?: string } {
  const limit = Math.min(Math.max(1, size ?? PAGE_SIZE_MAX), PAGE_SIZE_MAX)
  if (token === undefined || token === '') return { limit }
  const name = Buffer.from(token, 'base64url').toString('utf8')
  if (name === '' || name.includes('\0') || tokenOf(name) !== token) throw invalidPage({ token })
  return { limit, after: name }
}

/** A page of rows that were read with one more than fits. */
export function pageFrom<Item extends { name: string }>(rows: Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last ? { items, next: tokenOf(last.name) } : { items }
}

function tokenOf(name: string): string {
  return Buffer.from(name, 'utf8').toString('base64url')
}
