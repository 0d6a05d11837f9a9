import { invalidInput } from './errors.ts'

/** @throws glue.invalid-input */
export function atMost<Item>(
  member: string,
  items: readonly Item[],
  count: number,
): readonly Item[] {
  if (items.length > count)
    throw invalidInput({ reason: `${member} has more than ${count} entries` })
  return items
}
