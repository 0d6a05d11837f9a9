import { type GrantRule, RULE_KEY, type RuleBook, type RuleOf, type Section } from './book.ts'
import type { Reader } from './book-of.ts'
import { refuse } from './book-place.ts'
import type { Expression } from './grant.ts'
import type { ResourceName } from './resource-name.ts'

/**
 * Each rule once, and nothing that the same book says is not there: a section that is written has
 * all there is of its kind.
 *
 * @throws governance.invalid-rule-book
 */
export function demandSound(book: RuleBook, { principal }: Reader): void {
  for (const section of Object.keys(RULE_KEY) as Section[]) demandEachOnce(section, book[section])
  const own = principal.accountId
  const tags = book.tags && new Map(book.tags.map(({ key, values }) => [key, new Set(values)]))
  const demandPairs = (at: string | undefined, expression: Expression) => {
    for (const { key, values } of expression)
      for (const value of values)
        if (tags && value !== '*' && !tags.get(key)?.has(value))
          refuse({ path: at ?? '' }, `"tags" has no "${key}" with the value "${value}"`)
  }
  for (const { at, expression } of book.expressions ?? []) demandPairs(at, expression)
  for (const { at, tags: pairs } of book.assignments ?? [])
    demandPairs(
      at,
      pairs.map(({ key, value }) => ({ key, values: [value] })),
    )
  for (const rule of [...(book.grants ?? []), ...(book.shares ?? [])])
    if (rule.catalogId === own) {
      demandPairs(rule.at, pairsOf(rule.resource))
      demandNamed(book, rule)
    }
  for (const { at = '', policy, resource } of book.rlsAttachments ?? []) {
    demandPairs(at, pairsOf(resource))
    if (book.rlsPolicies && !book.rlsPolicies.some(({ name }) => name === policy))
      refuse({ path: at }, `"rlsPolicies" has no "${policy}"`)
  }
}

function demandEachOnce<Name extends Section>(
  section: Name,
  rules: readonly RuleOf<Name>[] | undefined,
): void {
  const seen = new Map<string, string>()
  for (const rule of rules ?? []) {
    const key = RULE_KEY[section](rule)
    const before = seen.get(key)
    const { at = '' } = rule
    if (before !== undefined) refuse({ path: at }, `${before} is of the same; write them as one`)
    seen.set(key, at)
  }
}

function pairsOf(resource: ResourceName): Expression {
  if (resource.kind === 'tag') return [resource]
  return 'expression' in resource ? resource.expression : []
}

/** Filters and saved expressions by name. */
function demandNamed({ filters, expressions }: RuleBook, { resource, at = '' }: GrantRule): void {
  const saved =
    resource.kind === 'expression'
      ? resource.name
      : 'expressionName' in resource
        ? resource.expressionName
        : undefined
  if (saved !== undefined && expressions && !expressions.some(({ name }) => name === saved))
    refuse({ path: at }, `"expressions" has no "${saved}"`)
  if (resource.kind !== 'filter' || !filters) return
  const key = RULE_KEY.filters({ ...resource, columns: { exclude: [] } })
  if (!filters.some((filter) => RULE_KEY.filters(filter) === key))
    refuse({ path: at }, `"filters" has no "${resource.filter}" of this table`)
}
