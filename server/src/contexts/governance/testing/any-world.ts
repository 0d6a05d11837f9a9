import fc from 'fast-check'
import type { AccountId } from '../../identity/index.ts'
import { tableAccess } from '../model/decide.ts'
import type { Grant, GrantResource } from '../model/grant.ts'
import type { Permission } from '../model/permission.ts'
import type { Predicate } from '../model/predicate.ts'
import type { Principal } from '../model/reach.ts'
import type { RowAttachment, RowPolicy } from '../model/row-policy.ts'
import { createSnapshot, next, type Snapshot } from '../model/snapshot.ts'
import {
  type Assignment,
  type Change,
  type DataFilter,
  defaultSettings,
  emptyWorld,
  keyOf,
  type Licence,
  type OptIn,
  rowsOf,
  type World,
} from '../model/world.ts'
import { attributeTest } from './any-attribute-test.ts'
import { ACCOUNTS, who } from './given-world.ts'

const { G, C, X } = ACCOUNTS
const DATABASES = ['d1', 'd2']
const TABLES = ['t1', 't2', 't3']
const COLUMNS = [1, 2, 3]
/** In a struct, and in none any more. */
const [FIELD, GONE] = [5, 6]
const KEYS = ['k', 'l']
const VALUES = ['a', 'b']
const EPOCH = new Date(0)

/** One of them comes twice, by sessions of other tags. */
export const PRINCIPALS: readonly Principal[] = [
  ...['G/ana', 'G/ana#desk=a', 'C/ana#desk=b', 'C/admin', 'X/ana'],
].map(who)
export const INSTANTS = [5, 15, 25]

const GRANTEES = [
  ...PRINCIPALS.map(({ arn }) => arn),
  ...[C, X, 'organization', 'IAM_ALLOWED_PRINCIPALS', `${G}:IAMPrincipals`, `${C}:IAMPrincipals`],
]

const one = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const someColumns = fc.uniqueArray(one(...COLUMNS, 4), { minLength: 1, maxLength: 3 })
const choice = fc.oneof(
  someColumns.map((include) => ({ include })),
  someColumns.map((exclude) => ({ exclude })),
)

const predicate: fc.Arbitrary<Predicate> = fc.letrec<{ any: Predicate; leaf: Predicate }>(
  (tie) => ({
    leaf: fc.oneof(
      fc.record({
        op: fc.constant('=' as const),
        column: one(...COLUMNS, FIELD, GONE),
        value: one(...VALUES).map((value) => ({ type: 'string', value })),
      }),
      fc.record({ op: fc.constant('is-null' as const), column: one(...COLUMNS, FIELD) }),
    ),
    any: fc.oneof(
      { maxDepth: 2 },
      tie('leaf'),
      fc.record({ op: fc.constant('not' as const), term: tie('any') }),
      fc.record({
        op: one('and' as const, 'or' as const),
        terms: fc.array(tie('any'), { minLength: 1, maxLength: 2 }),
      }),
    ),
  }),
).any

const expression = fc.uniqueArray(
  fc.record({ key: one(...KEYS), values: fc.uniqueArray(one(...VALUES), { minLength: 1 }) }),
  { minLength: 1, maxLength: 2, selector: ({ key }) => key },
)

const place = one(...TABLES).map((tableId) => ({ databaseId: databaseOf(tableId), tableId }))

const resource: fc.Arbitrary<GrantResource> = fc.oneof(
  place.map((on) => ({ kind: 'table' as const, ...on })),
  one(...DATABASES).map((databaseId) => ({ kind: 'all-tables' as const, databaseId })),
  fc.tuple(place, choice).map(([on, columns]) => ({ kind: 'columns' as const, ...on, ...columns })),
  fc.tuple(place, one('f1', 'f2')).map(([on, name]) => ({
    kind: 'filter' as const,
    ...on,
    filterId: `${on.tableId}-${name}`,
  })),
  {
    weight: 3,
    arbitrary: expression.map((e) => ({ kind: 'table-policy' as const, expression: e })),
  },
  fc.constant({ kind: 'table-policy' as const, expressionName: 'saved' }),
)

const grant = fc.record({
  accountId: one(G, G, C, X),
  principal: one(...GRANTEES),
  resource,
  permissions: fc.uniqueArray(
    one<Permission>('SELECT', 'SELECT', 'ALL', 'ALTER', 'INSERT', 'DESCRIBE'),
    { minLength: 1, maxLength: 2 },
  ),
  passed: one(0, 1, 2),
  startsAt: fc.option(one(10, 20), { nil: undefined, freq: 8 }),
  endsAt: fc.option(one(10, 20), { nil: undefined, freq: 8 }),
  test: fc.option(attributeTest, { nil: undefined, freq: 3 }),
  dead: fc.boolean(),
})

const assignment = fc.record({
  target: fc.oneof(
    one(...DATABASES).map((databaseId) => ({ databaseId })),
    place,
    fc.tuple(place, one(...COLUMNS)).map(([on, columnId]) => ({ ...on, columnId })),
  ),
  key: one(...KEYS),
  value: one(...VALUES),
})

const optIn = fc.record({
  principal: one(who('G/ana').arn, who('C/ana').arn, `${G}:IAMPrincipals`),
  place: fc.oneof(
    place,
    one(...DATABASES).map((databaseId) => ({ databaseId })),
    one(...DATABASES).map((databaseId) => ({ databaseId, allTables: true })),
  ),
  test: fc.option(attributeTest, { nil: undefined, freq: 3 }),
})

const term = one("c1 = 'a'", "c2 = 'b'", 'c3 IS NULL', "c4 = 'a'", "c7.in = 'b'")
const rowPolicy = fc.uniqueArray(term, { minLength: 1, maxLength: 2 })

const attachment = fc.record({
  policy: one('p1', 'p2'),
  resource: fc.oneof(
    place.map((on) => ({ kind: 'table' as const, ...on })),
    expression.map((e) => ({ kind: 'table-policy' as const, expression: e })),
    fc.constant({ kind: 'table-policy' as const, expressionName: 'saved' }),
  ),
  principal: fc.option(one(...GRANTEES), { nil: undefined, freq: 3 }),
  test: fc.option(attributeTest, { nil: undefined, freq: 3 }),
})

const licence = fc.record({
  tableId: one(...TABLES),
  agreementId: one('a1', 'a2'),
  endsAt: fc.option(one(10, 15, 20), { nil: undefined }),
})

/** Small worlds in which grants meet: three accounts, two databases, three tables. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    grants: fc.array(grant, { maxLength: 8 }),
    assignments: fc.array(assignment, { maxLength: 6 }),
    filters: fc.array(fc.record({ columns: choice, rows: fc.option(predicate) }), {
      minLength: 6,
      maxLength: 6,
    }),
    saved: fc.option(expression),
    accepted: fc.boolean(),
    optIns: fc.array(optIn, { maxLength: 2 }),
    licences: fc.array(licence, { maxLength: 3 }),
    rowPolicies: fc.record({ p1: rowPolicy, p2: rowPolicy }),
    attachments: fc.array(attachment, { maxLength: 3 }),
  })
  .map((raw) => ({
    ...emptyWorld,
    ...register(),
    grants: new Map(raw.grants.map((row, index) => [`g${index}`, grantRow(row, index)])),
    assignments: new Map(raw.assignments.map(assignmentRow)),
    filters: new Map(raw.filters.map(filterRow)),
    expressions: new Map(
      raw.saved ? [[`${G}|saved`, { accountId: G, name: 'saved', expression: raw.saved }]] : [],
    ),
    acceptances: new Map(raw.accepted ? [[`${G}|${X}`, { ownerId: G, recipientId: X }]] : []),
    optIns: new Map(raw.optIns.map(optInRow)),
    licences: new Map(raw.licences.map(licenceRow)),
    rowPolicies: new Map(Object.entries(raw.rowPolicies).map(rowPolicyRow)),
    rowAttachments: new Map(raw.attachments.map(attachmentRow)),
  }))

/**
 * The snapshot of `world`, reached from that of another in steps of a few rows, each of them asked
 * about everything: what a snapshot remembers must not outlive it.
 */
export function reached(world: World, from: World): Snapshot {
  const wanted = rowsOf(world)
  const kept = new Set(wanted.map(({ of, key }) => `${of} ${key}`))
  const gone = rowsOf(from).filter(({ of, key }) => !kept.has(`${of} ${key}`))
  const changes = [...gone.map((change) => ({ ...change, row: undefined }) as Change), ...wanted]
  let snapshot = createSnapshot(from, 0)
  for (let at = 0; at < changes.length; at += ROWS_PER_STEP) {
    for (const principal of PRINCIPALS)
      for (const tableId of TABLES) tableAccess(snapshot, { principal, tableId, at: INSTANT })
    snapshot = next(snapshot, changes.slice(at, at + ROWS_PER_STEP))
  }
  return snapshot
}

const ROWS_PER_STEP = 4
const INSTANT = 15

type Of<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never

function grantRow(raw: Of<typeof grant>, index: number): Grant {
  const { startsAt, endsAt, dead, test, passed, ...row } = raw
  return {
    ...row,
    id: `g${index}`,
    catalogId: G,
    grantable: row.permissions.slice(0, passed),
    source: 'grant',
    grantedBy: 'x',
    grantedAt: EPOCH,
    ...(startsAt === undefined ? {} : { startsAt: new Date(startsAt) }),
    ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt) }),
    ...(test ? { condition: { text: '', test } } : {}),
    ...(dead && index % 4 === 3 ? { invalidBecause: 'dead' } : {}),
  }
}

function assignmentRow({ target, key, value }: Of<typeof assignment>): [string, Assignment] {
  const row = { ...target, key, value, assignedBy: 'x', assignedAt: EPOCH }
  return [keyOf.assignment(row), row]
}

function filterRow(
  raw: { columns: Of<typeof choice>; rows: Predicate | null },
  index: number,
): [string, DataFilter] {
  const tableId = TABLES[Math.floor(index / 2)] ?? 't1'
  const id = `${tableId}-f${(index % 2) + 1}`
  const rows = raw.rows === null ? {} : { rows: { text: '', predicate: raw.rows } }
  return [id, { id, tableId, name: id, columns: raw.columns, version: '1', ...rows }]
}

function optInRow({ place: on, principal, test }: Of<typeof optIn>): [string, OptIn] {
  const condition = test ? { condition: { text: '', test } } : {}
  const row = { ...on, principal, ...condition, updatedBy: 'x', updatedAt: EPOCH }
  return [keyOf.optIn(row), row]
}

function licenceRow({ endsAt, ...of }: Of<typeof licence>): [string, Licence] {
  const row = { ...of, name: 'x', ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt) }) }
  return [keyOf.licence(row), row]
}

function rowPolicyRow([name, terms]: [string, string[]]): [string, RowPolicy] {
  const columns = terms.map((term) => ({ name: term.slice(0, 2) }))
  return [keyOf.rowPolicy(G, name), { accountId: G, name, columns, text: terms.join(' OR ') }]
}

function attachmentRow({ test, principal, ...of }: Of<typeof attachment>): [string, RowAttachment] {
  const condition = test ? { condition: { text: '', test } } : {}
  const whom = principal === undefined ? {} : { principal }
  const row = { ...of, ...whom, ...condition, accountId: G, attachedBy: 'x', attachedAt: EPOCH }
  return [keyOf.rowAttachment(row), row]
}

function databaseOf(tableId: string): string {
  return tableId === 't3' ? 'd2' : 'd1'
}

function register(): Pick<World, 'accounts' | 'settings' | 'databases' | 'tables'> {
  const columns = COLUMNS.map((id) => ({
    id,
    name: `c${id}`,
    type: 'string',
    partitionSource: false,
  }))
  const inside = { id: FIELD, name: 'in', type: 'string', partitionSource: false }
  const struct = { id: 7, name: 'c7', type: 'struct', partitionSource: false, fields: [inside] }
  const ids: AccountId[] = [G, C, X]
  return {
    accounts: new Map(ids.map((id) => [id, { id, organization: id !== X }])),
    settings: new Map([[C, { ...defaultSettings(C), admins: [who('C/admin').arn] }]]),
    databases: new Map(
      DATABASES.map((id) => [id, { id, accountId: G, name: id, creatorArn: 'x' }]),
    ),
    tables: new Map(
      TABLES.map((id) => [
        id,
        {
          id,
          databaseId: databaseOf(id),
          name: id,
          creatorArn: 'x',
          columns: [...columns, struct],
        },
      ]),
    ),
  }
}
