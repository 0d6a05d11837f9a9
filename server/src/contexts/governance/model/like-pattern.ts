import { invalidInput } from '../errors.ts'

/** Any letters, any one, or just these. */
export type LikePart = '%' | '_' | { text: string }

/**
 * Letters behind the first `%` where `_` is among them: no automaton of these is small, so each
 * letter of a value costs as much as the pattern is long.
 */
export const LOOSE_LETTERS_MAX = 256

/**
 * What a pattern of LIKE is made of, with `\` as escape. Of neighbouring wildcards every `_` comes
 * first, and one `%` stands for all; texts have no neighbours that are texts.
 *
 * @throws governance.invalid-input where it ends in an escape, or nothing could match it fast
 */
export function likeParts(pattern: string): LikePart[] {
  const parts: LikePart[] = []
  for (const [whole] of pattern.matchAll(/\\.|./gsu)) {
    const last = parts.at(-1)
    if (whole === '\\') throw invalidInput({ reason: 'A pattern of LIKE ends with "\\"' })
    if (whole === '_') parts.splice(last === '%' ? -1 : parts.length, 0, '_')
    else if (whole === '%') parts.push(...(last === '%' ? [] : ['%' as const]))
    else {
      const letter = whole.startsWith('\\') ? whole.slice(1) : whole
      if (typeof last === 'object') last.text += letter
      else parts.push({ text: letter })
    }
  }
  demandTight(parts)
  return parts
}

function demandTight(parts: readonly LikePart[]): void {
  const loose = parts.includes('%') ? parts.slice(parts.indexOf('%') + 1) : []
  if (!loose.includes('_')) return
  const letters = loose.reduce((sum, part) => sum + (part === '_' ? 1 : lengthOf(part)), 0)
  if (letters <= LOOSE_LETTERS_MAX) return
  const most = `at most ${LOOSE_LETTERS_MAX} letters, not ${letters}`
  throw invalidInput({ reason: `A pattern of LIKE with "_" behind a "%" has ${most} there` })
}

function lengthOf(part: LikePart): number {
  return typeof part === 'string' ? 1 : part.text.length
}
