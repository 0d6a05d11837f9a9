import { invalidMarker } from './errors.ts'

const ITEMS_DEFAULT = 100 // IAM API: MaxItems.

/** One page of a list; the marker is the place of the next item. */
export function pageOf<Item>(
  items: readonly Item[],
  { Marker = '0', MaxItems = ITEMS_DEFAULT }: { Marker?: string; MaxItems?: number },
): { items: Item[]; IsTruncated: boolean; Marker?: string } {
  if (!/^\d{1,9}$/.test(Marker)) throw invalidMarker({})
  const start = Number(Marker)
  const end = start + Math.min(Math.max(MaxItems, 1), 1000)
  const more = end < items.length
  return {
    items: items.slice(start, end),
    IsTruncated: more,
    ...(more ? { Marker: String(end) } : {}),
  }
}
