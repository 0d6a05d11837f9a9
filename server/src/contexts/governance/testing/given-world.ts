import type { AccountId } from '../../identity/index.ts'
import { type Assigned, assigned, unassigned } from '../model/assignment-changes.ts'
import { permits, tableAccess } from '../model/decide.ts'
import { databaseAccess, locationAllowed } from '../model/decide-others.ts'
import {
  createdExpression,
  deletedExpression,
  updatedExpression,
} from '../model/expression-changes.ts'
import { createdFilter } from '../model/filter-changes.ts'
import type { Expression } from '../model/grant.ts'
import { type Act, grantChanges, revokeChanges } from '../model/grant-changes.ts'
import { columnNames } from '../model/grant-names.ts'
import type { Permission } from '../model/permission.ts'
import type { Principal } from '../model/reach.ts'
import { registeredDatabase, registeredTable } from '../model/register-changes.ts'
import { databaseNamed, type ResourceName, tableNamed } from '../model/resource-name.ts'
import { createSnapshot, next, type Snapshot } from '../model/snapshot.ts'
import { createdTag, deletedTag, updatedTag } from '../model/tag-changes.ts'
import { type Change, defaultSettings, emptyWorld, type Settings } from '../model/world.ts'

/** Governance, producer, consumer, and an outsider of another organization. */
export const ACCOUNTS = {
  G: '700000000011' as AccountId,
  P: '700000000012' as AccountId,
  C: '700000000013' as AccountId,
  X: '700000000014' as AccountId,
}

const { G } = ACCOUNTS
const AT = new Date('2026-03-01T00:00:00Z')

/** `C/quant` is user quant of account C. */
export function who(name: string): Principal {
  const [account = 'G', user = ''] = name.split('/')
  const accountId = ACCOUNTS[account as keyof typeof ACCOUNTS]
  return { accountId, arn: `arn:aws:iam::${accountId}:user/${user}` }
}

function grantee(name: string): string {
  if (!name.includes('/')) return ACCOUNTS[name as keyof typeof ACCOUNTS] ?? name
  return who(name).arn
}

/**
 * `mkt`, `mkt.trades`, `mkt.*`, `mkt.trades(sym,px)`, `mkt.trades(-pnl)`, `T(domain=market)`,
 * `T(@saved)`.
 */
export function named(text: string): ResourceName {
  const policy = /^([TD])\((.*)\)$/.exec(text)
  if (policy) {
    const kind = policy[1] === 'T' ? 'table-policy' : 'database-policy'
    const [what = ''] = policy.slice(2)
    if (what.startsWith('@')) return { kind, expressionName: what.slice(1) }
    return { kind, expression: pairs(what) }
  }
  if (text.startsWith('s3://')) return { kind: 'location', location: text }
  if (text.startsWith('tag ')) {
    const [pair] = pairs(text.slice(4))
    return { kind: 'tag', key: pair?.key ?? '', values: pair?.values ?? [] }
  }
  if (text.startsWith('@')) return { kind: 'expression', name: text.slice(1) }
  if (text === 'catalog') return { kind: 'catalog' }
  const [, database = '', table, columns] = /^([^.(]+)(?:\.([^(]+))?(?:\((.*)\))?$/.exec(text) ?? []
  if (table === undefined) return { kind: 'database', database }
  if (table === '*') return { kind: 'all-tables', database }
  const on = { database, table }
  if (columns === undefined) return { kind: 'table', ...on }
  if (columns.startsWith('@')) return { kind: 'filter', ...on, filter: columns.slice(1) }
  const names = columns.replace('-', '').split(',')
  return columns.startsWith('-')
    ? { kind: 'columns', ...on, exclude: names }
    : { kind: 'columns', ...on, include: names }
}

function pairs(text: string): Expression {
  return text.split(' & ').map((pair) => {
    const [key = '', values = ''] = pair.split('=')
    return { key, values: values.split('|') }
  })
}

interface State {
  snapshot: Snapshot
  at: Date
  ids: number
}

/** The fixture of the case table, in memory: what a case does is what the operations do. */
export function givenWorld() {
  const state: State = { snapshot: fixture(), at: AT, ids: 0 }
  return {
    state,
    apply: (changes: readonly Change[]) => apply(state, changes),
    ...grantsOn(state),
    ...tagsOn(state),
    ...expressionsOn(state),
    ...objectsOn(state),
    ...questionsOn(state),
  }
}

function apply(state: State, changes: readonly Change[]): void {
  if (changes.length > 0) state.snapshot = next(state.snapshot, changes)
}

function actOf(state: State, name: string): Act {
  state.ids += 1
  return { principal: who(name), now: state.at, newId: () => `grant-${state.ids++}` }
}

function grantsOn(state: State) {
  type Grantable = { wgo?: string; catalog?: AccountId; startsAt?: Date; endsAt?: Date }
  const command = (to: string, resource: string, permissions: string, more: Grantable = {}) => ({
    catalogId: more.catalog ?? G,
    principal: grantee(to),
    resource: named(resource),
    permissions: permissions.split(',') as Permission[],
    grantable: (more.wgo ? more.wgo.split(',') : []) as Permission[],
    ...(more.startsAt ? { startsAt: more.startsAt } : {}),
    ...(more.endsAt ? { endsAt: more.endsAt } : {}),
  })
  type Rest = Parameters<typeof command>
  return {
    grant: (by: string, ...rest: Rest) =>
      apply(state, grantChanges(state.snapshot, actOf(state, by), command(...rest))),
    revoke: (by: string, ...rest: Rest) =>
      apply(state, revokeChanges(state.snapshot, actOf(state, by), command(...rest))),
  }
}

function tagsOn(state: State) {
  const settle = ({ changes, failures }: Assigned) => {
    apply(state, changes)
    return failures
  }
  const act = (by: string) => actOf(state, by)
  return {
    createTag: (by: string, key: string, values: readonly string[]) =>
      apply(state, createdTag(state.snapshot, act(by), { catalogId: G, key, values })),
    updateTag: (by: string, key: string, add: readonly string[], remove: readonly string[] = []) =>
      apply(state, updatedTag(state.snapshot, act(by), { catalogId: G, key, add, remove })),
    deleteTag: (by: string, key: string) =>
      apply(state, deletedTag(state.snapshot, act(by), { catalogId: G, key })),
    tag: (by: string, resource: string, ...tags: string[]) =>
      settle(assigned(state.snapshot, act(by), assignment(resource, tags))),
    untag: (by: string, resource: string, ...tags: string[]) =>
      settle(unassigned(state.snapshot, act(by), assignment(resource, tags))),
  }
}

function expressionsOn(state: State) {
  const command = (name: string, text: string) => ({ catalogId: G, name, expression: pairs(text) })
  const act = (by: string) => actOf(state, by)
  return {
    save: (by: string, name: string, text: string) =>
      apply(state, createdExpression(state.snapshot, act(by), command(name, text))),
    alter: (by: string, name: string, text: string) =>
      apply(state, updatedExpression(state.snapshot, act(by), command(name, text))),
    unsave: (by: string, name: string) =>
      apply(state, deletedExpression(state.snapshot, act(by), { catalogId: G, name })),
  }
}

function objectsOn(state: State) {
  return {
    filter: (by: string, table: string, name: string, columns: string, rows?: string) => {
      const choice = columns === '*' ? { exclude: [] } : { include: columns.split(',') }
      const on = { catalogId: G, ...splitTable(table), filter: name, columns: choice }
      const command = { ...on, ...(rows ? { rows } : {}) }
      apply(state, createdFilter(state.snapshot, actOf(state, by), command))
    },
    settings: (account: keyof typeof ACCOUNTS, change: Partial<Settings>) => {
      const id = ACCOUNTS[account]
      const row = { ...(state.snapshot.world.settings.get(id) ?? defaultSettings(id)), ...change }
      apply(state, [{ of: 'settings', key: id, row }])
    },
    table: (name: string, columns: string, by = 'P/eng') => {
      const { database, table } = splitTable(name)
      const databaseId = databaseNamed(state.snapshot, G, database)
      const row = tableRow(databaseId, table, columns, by)
      apply(state, registeredTable(state.snapshot, row, state.at))
    },
  }
}

function questionsOn(state: State) {
  const access = (name: string, table: string) => {
    const { id: tableId } = tableNamed(state.snapshot, G, splitTable(table))
    const question = { principal: who(name), tableId, at: state.at.getTime() }
    return tableAccess(state.snapshot, question)
  }
  const asked = (name: string) =>
    ({ principal: who(name), at: state.at.getTime(), use: 'permissions' }) as const
  return {
    access,
    /** Names of the readable columns. */
    reads: (name: string, table: string): string => {
      const own = tableNamed(state.snapshot, G, splitTable(table))
      return columnNames(own, [...(access(name, table)?.columns ?? [])].sort()).join(',')
    },
    may: (name: string, permission: Permission, table: string): boolean => {
      const own = access(name, table)
      return own !== undefined && permits(own, permission)
    },
    mayDatabase: (name: string, permission: Permission, database: string): boolean => {
      const databaseId = databaseNamed(state.snapshot, G, database)
      return databaseAccess(state.snapshot, { ...asked(name), databaseId }).has(permission)
    },
    mayPut: (name: string, location: string): boolean =>
      locationAllowed(state.snapshot, { ...asked(name), location }),
  }
}

export type GivenWorld = ReturnType<typeof givenWorld>

function splitTable(name: string) {
  const [database = '', table = ''] = name.split('.')
  return { database, table }
}

function assignment(resource: string, tags: readonly string[]) {
  const split = tags.map((tag) => tag.split('='))
  const list = split.map(([key = '', value = '']) => ({ key, value }))
  return { catalogId: G, resource: named(resource), pairs: list }
}

function tableRow(databaseId: string, name: string, columns: string, by: string) {
  const list = columns.split(',').map((column, index) => {
    const [columnName = '', type = 'string'] = column.split(':')
    return { id: index + 1, name: columnName, type, partitionSource: columnName === 'dt' }
  })
  return { id: `t-${name}`, databaseId, name, creatorArn: who(by).arn, columns: list }
}

/** Databases mkt and lab, tables trades and quotes, three tags, no IAM_ALLOWED_PRINCIPALS. */
function fixture(): Snapshot {
  const changes: Change[] = Object.entries(ACCOUNTS).flatMap(([name, id]): Change[] => {
    const admins = [who(`${name}/admin`).arn, who(`${name}/admin2`).arn]
    const closed = { openDatabases: false, openTables: false, admins }
    const readOnlyAdmins = [who(`${name}/ro`).arn]
    const settings = { ...defaultSettings(id), ...closed, readOnlyAdmins }
    return [
      { of: 'accounts', key: id, row: { id, organization: name !== 'X' } },
      { of: 'settings', key: id, row: settings },
    ]
  })
  let snapshot = next(createSnapshot(emptyWorld, 0), changes)
  const creatorArn = who('P/eng').arn
  for (const [name, location] of [
    ['mkt', 's3://lake/mkt/'],
    ['lab', 's3://lake/lab/'],
  ] as const) {
    const database = { id: `d-${name}`, accountId: G, name, location, creatorArn }
    snapshot = next(snapshot, registeredDatabase(snapshot, database, AT))
  }
  const tables = [
    ['trades', 'sym,px:double,qty:long,trader_id,pnl:double,dt:date'],
    ['quotes', 'sym,bid:double,ask:double'],
  ] as const
  for (const [name, columns] of tables)
    snapshot = next(
      snapshot,
      registeredTable(snapshot, tableRow('d-mkt', name, columns, 'P/eng'), AT),
    )
  return next(snapshot, taggedFixture())
}

function taggedFixture(): Change[] {
  const tags = {
    domain: ['market', 'research', 'ops'],
    sens: ['public', 'internal', 'restricted'],
    region: ['us', 'eu'],
  }
  const assign = (databaseId: string, key: string, value: string): Change => ({
    of: 'assignments',
    key: `${databaseId}|||${key}`,
    row: { databaseId, key, value, assignedBy: who('G/admin').arn, assignedAt: AT },
  })
  const location = { location: 's3://lake', accountId: G, hybrid: false, registeredAt: AT }
  return [
    ...Object.entries(tags).map(
      ([key, values]): Change => ({
        of: 'tags',
        key: `${G}|${key}`,
        row: { accountId: G, key, values },
      }),
    ),
    assign('d-mkt', 'domain', 'market'),
    assign('d-mkt', 'sens', 'internal'),
    assign('d-lab', 'domain', 'research'),
    { of: 'locations', key: 's3://lake', row: location },
  ]
}
