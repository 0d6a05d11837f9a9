import fc from 'fast-check'
import type { AttributeTest } from '../model/condition.ts'
import { parseFilter } from '../model/filter-text.ts'
import {
  canonicalExpression,
  type Grant,
  IAM_ALLOWED_PRINCIPALS,
  resourceKey,
} from '../model/grant.ts'
import type { RowAttachment, RowResource } from '../model/row-policy.ts'
import {
  type ColumnChoice,
  type DataFilter,
  defaultSettings,
  emptyWorld,
  keyOf,
  type OptIn,
  type World,
} from '../model/world.ts'
import { anyWorld } from './any-world.ts'
import { ACCOUNTS, who } from './given-world.ts'

const { G } = ACCOUNTS
const VALUES = ['a', 'b']

/** Of each of two keys: which values it has. */
const ontology = fc.record({ k: fc.constantFrom(VALUES, [...VALUES, 'c']), l: fc.constant(VALUES) })

/** Worlds that people could have made: every rule of account G has all that it is about. */
export const anyBookWorld: fc.Arbitrary<World> = fc
  .tuple(anyWorld, ontology, fc.boolean())
  .map(([world, tags, more]) => {
    const keys = Object.entries({ ...tags, ...(more ? { m: VALUES } : {}) })
    const rows = keys.map(([key, values]) => ({ accountId: G, key, values }))
    return {
      ...world,
      settings: new Map([
        ...world.settings,
        [G, { ...defaultSettings(G), admins: [who('G/admin').arn] }],
      ]),
      tags: new Map(rows.map((row) => [keyOf.tag(G, row.key), row])),
      expressions: new Map(
        [...world.expressions].map(([key, row]) => {
          return [key, { ...row, expression: canonicalExpression(row.expression) }]
        }),
      ),
      filters: new Map([...world.filters].map(([key, row]) => [key, withText(row, world)])),
      grants: new Map(
        [...world.grants].flatMap(([key, row]) => {
          const made = madeByPeople(row, world)
          return made ? [[key, made]] : []
        }),
      ),
      optIns: new Map([...world.optIns.values()].map(conditional)),
      rowAttachments: new Map([...world.rowAttachments.values()].flatMap(attachable(world))),
    }
  })

/** The same where every column that a rule names is there. */
export const anyWholeWorld = anyBookWorld.map((world) => {
  const gone = (choice: object) => Object.values(choice).some((ids) => ids.includes(4))
  const whole = { ...emptyWorld, ...world }
  return {
    ...whole,
    filters: new Map(
      [...world.filters].map(([key, row]) => [
        key,
        gone(row.columns) ? { ...row, columns: { exclude: [] } } : row,
      ]),
    ),
    grants: new Map(
      [...world.grants].filter(
        ([, { resource }]) =>
          !('include' in resource && resource.include.includes(4)) &&
          !('exclude' in resource && resource.exclude.includes(4)),
      ),
    ),
  }
})

function withText(row: DataFilter, { tables }: World): DataFilter {
  const { rows, ...filter } = row
  const columns = tables.get(row.tableId)?.columns ?? []
  const text = `c${1 + (row.name.length % 3)} = 'a'`
  return rows === undefined
    ? filter
    : {
        ...{ ...filter, columns: flat(filter.columns) },
        rows: { text, predicate: parseFilter(text, columns) },
      }
}

/** Cells of a struct are not filtered: it is left out where anything is. */
function flat(choice: ColumnChoice): ColumnChoice {
  if ('include' in choice || choice.exclude.length === 0) return choice
  return { exclude: [...choice.exclude, 7].sort((one, other) => one - other) }
}

/** Undefined for a grant that nobody could have made. */
function madeByPeople(grant: Grant, { expressions }: World): Grant | undefined {
  const { resource, startsAt, endsAt, condition, ...row } = grant
  if ('expressionName' in resource && expressions.size === 0) return undefined
  const part = resource.kind === 'columns' || resource.kind === 'filter'
  // Who has a part of a table may be granted nothing on the whole without SELECT.
  const permissions = part
    ? (['SELECT'] as const)
    : [...new Set(['SELECT', ...row.permissions] as const)]
  const times = startsAt && endsAt && startsAt >= endsAt ? {} : { startsAt, endsAt }
  const conditional =
    condition && !resource.kind.endsWith('policy') && /^arn:|IAMPrincipals/.test(row.principal)
  const passable = row.principal !== IAM_ALLOWED_PRINCIPALS && !('exclude' in resource)
  const grantable = passable && !conditional && row.id > 'g3' ? permissions.slice(0, 1) : []
  return {
    ...{ ...row, resource, permissions, grantable },
    ...(times.startsAt ? { startsAt: times.startsAt } : {}),
    ...(times.endsAt ? { endsAt: times.endsAt } : {}),
    ...(conditional ? { condition: { ...condition, text: testText(condition.test) } } : {}),
  }
}

function conditional(row: OptIn): [string, OptIn] {
  const { condition } = row
  const written = condition
    ? { ...row, condition: { ...condition, text: testText(condition.test) } }
    : row
  return [keyOf.optIn(written), written]
}

function testText(test: AttributeTest): string {
  const word = 'context.iam.principalTags'
  if (test.op === 'has') return `${word}.hasTag("${test.tag}")`
  if (test.op === 'equals') return `${word}.getTag("${test.tag}") == "${test.value}"`
  return `(${test.terms.map(testText).join(test.op === 'and' ? ' && ' : ' || ')})`
}

/** Attachments as somebody could have made them: of one resource there is one for everybody. */
function attachable({ expressions, rowPolicies }: World) {
  const seen = new Set<string>()
  return (row: RowAttachment): [string, RowAttachment][] => {
    const { resource, principal, condition, ...rest } = row
    if ('expressionName' in resource && expressions.size === 0) return []
    if (principal === IAM_ALLOWED_PRINCIPALS || principal === rest.accountId) return []
    // A table refuses by name what it has no column for.
    const text = rowPolicies.get(keyOf.rowPolicy(rest.accountId, rest.policy))?.text
    if (resource.kind === 'table' && text?.includes('c4')) return []
    const named = principal && /^arn:|IAMPrincipals/.test(principal)
    const conditional = condition && resource.kind === 'table' && (named || !principal)
    const made: RowAttachment = {
      ...{ ...rest, resource: plainOf(resource) },
      ...(principal && { principal }),
      ...(conditional && { condition: { ...condition, text: testText(condition.test) } }),
    }
    const key = principal ? keyOf.rowAttachment(made) : resourceKey(made.resource)
    if (seen.has(key)) return []
    seen.add(key)
    return [[keyOf.rowAttachment(made), made]]
  }
}

function plainOf(resource: RowResource): RowResource {
  if (!('expression' in resource)) return resource
  return { ...resource, expression: canonicalExpression(resource.expression) }
}
