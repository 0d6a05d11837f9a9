import type { Expression } from './grant.ts'
import type { EffectiveTags } from './tag-inheritance.ts'

/** Keys and values are kept and compared in lower case. */
export function foldTag(raw: string): string {
  return raw.toLowerCase()
}

/** Every key of the expression must be there with one of its values; other keys do not count. */
export function matches(expression: Expression, tags: EffectiveTags): boolean {
  return expression.every(({ key, values }) => {
    const tag = tags.get(key)
    return tag !== undefined && values.includes(tag.value)
  })
}
