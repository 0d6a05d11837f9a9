import type { AccountId } from '../../identity/index.ts'
import { type Assigned, assigned, unassigned } from '../model/assignment-changes.ts'
import { parseCondition } from '../model/condition-text.ts'
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
import { createdOptIn, deletedOptIn } from '../model/opt-in-changes.ts'
import type { Permission } from '../model/permission.ts'
import { registeredTable } from '../model/register-changes.ts'
import { databaseNamed, type ResourceName, tableNamed } from '../model/resource-name.ts'
import { attachedRowPolicy, detachedRowPolicy } from '../model/row-attachment-changes.ts'
import {
  createdRowPolicy,
  deletedRowPolicy,
  updatedRowPolicy,
} from '../model/row-policy-changes.ts'
import { next, type Snapshot } from '../model/snapshot.ts'
import { createdTag, deletedTag, updatedTag } from '../model/tag-changes.ts'
import { type Change, defaultSettings, type Settings } from '../model/world.ts'
import { ACCOUNTS, AT, caseWorld, tableRow, who } from './case-world.ts'

export { ACCOUNTS, who }

const { G } = ACCOUNTS

function grantee(name: string): string {
  if (name.endsWith('/*')) return `${who(name).accountId}:IAMPrincipals`
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
  if (text.startsWith('policy ')) return { kind: 'row-policy', name: text.slice(7) }
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
  const state: State = { snapshot: caseWorld(), at: AT, ids: 0 }
  return {
    state,
    apply: (changes: readonly Change[]) => apply(state, changes),
    ...grantsOn(state),
    ...tagsOn(state),
    ...expressionsOn(state),
    ...optInsOn(state),
    ...rowPoliciesOn(state),
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
  type Times = { startsAt?: Date; endsAt?: Date }
  type Grantable = Times & { wgo?: string; catalog?: AccountId; when?: string }
  type Asked = [resource: string, permissions: string, more?: Grantable]
  const command = (to: string, ...[resource, permissions, more]: Asked) =>
    commandOn(to, named(resource), permissions, more)
  const commandOn = (to: string, on: ResourceName, permissions: string, more: Grantable = {}) => ({
    catalogId: more.catalog ?? G,
    principal: grantee(to),
    resource: on,
    permissions: permissions.split(',') as Permission[],
    grantable: (more.wgo ? more.wgo.split(',') : []) as Permission[],
    ...(more.startsAt ? { startsAt: more.startsAt } : {}),
    ...(more.endsAt ? { endsAt: more.endsAt } : {}),
    ...(more.when ? { condition: parseCondition(more.when) } : {}),
  })
  type Rest = Parameters<typeof command>
  type Named = Parameters<typeof commandOn>
  return {
    grantNamed: (by: string, ...rest: Named) =>
      apply(state, grantChanges(state.snapshot, actOf(state, by), commandOn(...rest))),
    revokeNamed: (by: string, ...rest: Named) =>
      apply(state, revokeChanges(state.snapshot, actOf(state, by), commandOn(...rest))),
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

function optInsOn(state: State) {
  const command = (to: string, resource: string, when?: string) => ({
    catalogId: G,
    principal: grantee(to),
    resource: named(resource),
    ...(when ? { condition: parseCondition(when) } : {}),
  })
  return {
    optIn: (by: string, ...rest: Parameters<typeof command>) =>
      apply(state, createdOptIn(state.snapshot, actOf(state, by), command(...rest))),
    optOut: (by: string, ...rest: Parameters<typeof command>) =>
      apply(state, deletedOptIn(state.snapshot, actOf(state, by), command(...rest))),
  }
}

function rowPoliciesOn(state: State) {
  const act = (by: string) => actOf(state, by)
  const command = (name: string, resource: string, to?: string, when?: string) => ({
    ...{ catalogId: G, name, resource: named(resource) },
    ...(to ? { principal: grantee(to) } : {}),
    ...(when ? { condition: parseCondition(when) } : {}),
  })
  type Attaching = Parameters<typeof command>
  return {
    /** Columns as `sym,px:double`. */
    rowPolicy: (by: string, name: string, columns: string, text: string) => {
      const list = columns.split(',').map((column) => {
        const [name = '', ...type] = column.split(':')
        return { name, ...(type.length > 0 ? { type: type.join(':') } : {}) }
      })
      const made = { catalogId: G, name, columns: list, text }
      apply(state, createdRowPolicy(state.snapshot, act(by), made))
    },
    alterRowPolicy: (by: string, name: string, text: string) =>
      apply(state, updatedRowPolicy(state.snapshot, act(by), { catalogId: G, name, text })),
    dropRowPolicy: (by: string, name: string) =>
      apply(state, deletedRowPolicy(state.snapshot, act(by), { catalogId: G, name })),
    attach: (by: string, ...rest: Attaching) =>
      apply(state, attachedRowPolicy(state.snapshot, act(by), command(...rest))),
    detach: (by: string, ...rest: Attaching) =>
      apply(state, detachedRowPolicy(state.snapshot, act(by), command(...rest))),
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
