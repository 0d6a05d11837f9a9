import type { AccountId } from '../../identity/index.ts'
import type { AssignmentCommand } from './assignment-changes.ts'
import {
  type AssignmentRule,
  type ExpressionRule,
  type FilterRule,
  type OptInRule,
  type RowAttachmentRule,
  type RowPolicyRule,
  RULE_KEY,
  type RuleBook,
  type RuleOf,
  type Section,
  type TagRule,
} from './book.ts'
import { grantSteps } from './book-grant-steps.ts'
import type { Step, Turned } from './book-step.ts'
import { TAG_VALUES_PER_CALL_MAX } from './decisions.ts'
import { granteeText } from './principal.ts'

/**
 * What makes the rules that are there those that are wanted, in an order in which it is possible:
 * what hangs on others goes before them and comes after them. Nobody sees what is between.
 */
export function stepsBetween(
  there: Required<RuleBook>,
  wanted: RuleBook,
  catalogId: AccountId,
): Step[] {
  const of = <Name extends Section>(section: Name) =>
    turned(section, there[section], wanted[section])
  const granted = [...of('grants'), ...of('shares')].map(grantSteps)
  const tags = of('tags').map((turn) => tagSteps(catalogId, turn))
  const filters = of('filters')
  const expressions = of('expressions')
  const optIns = of('optIns')
  const policies = of('rlsPolicies')
  const attachments = of('rlsAttachments')
  return [
    ...granted.flatMap(({ revokes }) => revokes),
    ...attachments.flatMap(({ old, rule }) =>
      rule || !old ? [] : [attachmentStep('detach', catalogId, old)],
    ),
    ...optIns.flatMap(({ old, rule }) => (rule || !old ? [] : [optInStep('opt-out', old)])),
    ...tags.flatMap(({ comes }) => comes),
    ...expressions.flatMap((turn) => savedSteps(catalogId, turn)),
    ...of('assignments').flatMap((turn) => assignmentSteps(catalogId, turn)),
    ...filters.flatMap((turn) => filterSteps(catalogId, turn)),
    ...policies.flatMap((turn) => policySteps(catalogId, turn)),
    ...expressions.flatMap(({ old, rule }): Step[] =>
      rule || !old ? [] : [{ does: 'delete-expression', command: { catalogId, name: old.name } }],
    ),
    ...tags.flatMap(({ goes }) => goes),
    ...wholeFirst(granted.flatMap(({ grants }) => grants)),
    ...optIns.flatMap(({ old, rule }) => (old || !rule ? [] : [optInStep('opt-in', rule)])),
    ...attachments.flatMap(({ old, rule }) =>
      old || !rule ? [] : [attachmentStep('attach', catalogId, rule)],
    ),
  ]
}

function turned<Name extends Section>(
  section: Name,
  there: readonly RuleOf<Name>[],
  wanted: readonly RuleOf<Name>[] | undefined,
): Turned<RuleOf<Name>>[] {
  if (wanted === undefined) return []
  const keyed = (rules: readonly RuleOf<Name>[]) =>
    new Map(rules.map((rule) => [RULE_KEY[section](rule), rule]))
  const [old, next] = [keyed(there), keyed(wanted)]
  const keys = [...new Set([...old.keys(), ...next.keys()])].sort()
  return keys.map((key) => ({ old: old.get(key), rule: next.get(key) }))
}

function tagSteps(catalogId: AccountId, { old, rule }: Turned<TagRule>) {
  const key = (rule ?? old)?.key ?? ''
  const added = rule?.values.filter((value) => !old?.values.includes(value)) ?? []
  const gone = rule ? (old?.values.filter((value) => !rule.values.includes(value)) ?? []) : []
  const [first = [], ...rest] = portions(added)
  const adds = (old ? portions(added) : rest).map((add): Step => {
    return { does: 'update-tag', command: { catalogId, key, add, remove: [] } }
  })
  const creates: Step[] =
    rule && !old ? [{ does: 'create-tag', command: { catalogId, key, values: first } }] : []
  const removes = portions(gone).map((remove): Step => {
    return { does: 'update-tag', command: { catalogId, key, add: [], remove } }
  })
  const deletes: Step[] = rule || !old ? [] : [{ does: 'delete-tag', command: { catalogId, key } }]
  return { comes: [...creates, ...adds], goes: [...removes, ...deletes] }
}

/** As many values as one call takes. */
function portions(values: readonly string[]): string[][] {
  const count = Math.ceil(values.length / TAG_VALUES_PER_CALL_MAX)
  return Array.from({ length: count }, (_, at) =>
    values.slice(at * TAG_VALUES_PER_CALL_MAX, (at + 1) * TAG_VALUES_PER_CALL_MAX),
  )
}

function savedSteps(catalogId: AccountId, { old, rule }: Turned<ExpressionRule>): Step[] {
  if (rule === undefined) return []
  const { at: _, ...command } = { ...rule, catalogId }
  if (old === undefined) return [{ does: 'create-expression', command }]
  const same = old.description === rule.description && sameText(old.expression, rule.expression)
  return same ? [] : [{ does: 'update-expression', command }]
}

function assignmentSteps(catalogId: AccountId, { old, rule }: Turned<AssignmentRule>): Step[] {
  const resource = (rule ?? old)?.resource
  if (resource === undefined) return []
  const [before, after] = [old?.tags ?? [], rule?.tags ?? []]
  const comes = after.filter((pair) => !before.some((one) => sameText(one, pair)))
  const goes = before.filter(({ key }) => !after.some((one) => one.key === key))
  const step = (does: 'assign' | 'unassign', pairs: AssignmentCommand['pairs']): Step[] =>
    pairs.length === 0 ? [] : [{ does, command: { catalogId, resource, pairs } }]
  return [...step('unassign', goes), ...step('assign', comes)]
}

function filterSteps(catalogId: AccountId, { old, rule }: Turned<FilterRule>): Step[] {
  if (rule === undefined) {
    if (old === undefined) return []
    const { database, table, filter } = old
    return [{ does: 'delete-filter', command: { catalogId, database, table, filter } }]
  }
  const { at: _, ...command } = { ...rule, catalogId }
  if (old === undefined) return [{ does: 'create-filter', command }]
  const same = old.rows === rule.rows && sameText(old.columns, rule.columns)
  return same ? [] : [{ does: 'update-filter', command }]
}

function policySteps(catalogId: AccountId, { old, rule }: Turned<RowPolicyRule>): Step[] {
  if (rule === undefined)
    return old ? [{ does: 'delete-policy', command: { catalogId, name: old.name } }] : []
  const { at: _, ...command } = { ...rule, catalogId }
  if (old === undefined) return [{ does: 'create-policy', command }]
  const same = old.text === rule.text && sameText(plain(old.columns), plain(rule.columns))
  return same ? [] : [{ does: 'update-policy', command }]
}

const plain = (columns: RowPolicyRule['columns']) => columns.map(({ name, type }) => [name, type])

function attachmentStep(
  does: 'attach' | 'detach',
  catalogId: AccountId,
  { at: _, policy, principal, ...rule }: RowAttachmentRule,
): Step {
  const whom = principal === undefined ? {} : { principal: granteeText(principal, catalogId) }
  return { does, command: { ...rule, ...whom, catalogId, name: policy } }
}

function optInStep(does: 'opt-in' | 'opt-out', { at: _, ...command }: OptInRule): Step {
  return { does, command }
}

/** Whoever has a part of a table is refused some rights on the whole, and not the other way. */
function wholeFirst(steps: readonly Step[]): Step[] {
  const part = ({ command }: Step) =>
    'resource' in command && ['columns', 'filter'].includes(command.resource.kind)
  return [...steps.filter((step) => !part(step)), ...steps.filter(part)]
}

function sameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
