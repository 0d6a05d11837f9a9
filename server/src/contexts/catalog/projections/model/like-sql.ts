import { quoteText } from '../../../../foundation/duckdb.ts'
import { type LikePart, likeParts } from '../../../governance/index.ts'

/**
 * `value LIKE pattern`, with `\` as escape, as a condition that takes a time linear in the length
 * of `value`: DuckDB's own LIKE tries every way to place the texts between wildcards.
 *
 * @throws governance.invalid-input
 */
export function likeSql(value: string, pattern: string): string {
  const parts = likeParts(pattern)
  const text = quoteText(parts.map((part) => (typeof part === 'string' ? '' : part.text)).join(''))
  switch (parts.map((part) => (typeof part === 'string' ? part : 't')).join('')) {
    case '':
    case 't':
      return `(${value} = ${text})`
    case '%':
    case 't%':
      return `starts_with(${value}, ${text})`
    case '%t':
      return `ends_with(${value}, ${text})`
    case '%t%':
      return `contains(${value}, ${text})`
    default:
      return `regexp_full_match(${value}, ${quoteText(parts.map(expressionOf).join(''))}, 's')`
  }
}

function expressionOf(part: LikePart): string {
  if (part === '%') return '.*'
  return part === '_' ? '.' : [...part.text].map(codeOf).join('')
}

/** By its number no letter means anything else in a regular expression. */
function codeOf(letter: string): string {
  return `\\x{${(letter.codePointAt(0) as number).toString(16)}}`
}
