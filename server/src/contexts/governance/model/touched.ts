import { isDeepStrictEqual } from 'node:util'
import type { AccountId } from '../../identity/index.ts'
import { type Contribution, contribution } from './evaluate.ts'
import type { Governed } from './governed.ts'
import { type Grant, IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import { grantsNear, reindexed, storeKey } from './grant-index.ts'
import type { People } from './people.ts'
import { ORGANIZATION, type Principal } from './reach.ts'
import { type Snapshot, settingsOf } from './snapshot.ts'
import { type Change, type Licence, type OptIn, type Turns, turnsOf, type World } from './world.ts'

/** Two states of the rules, what lies between them, and whom they name. */
export interface Step {
  before: Snapshot
  after: Snapshot
  changes: readonly Change[]
  people: People
}

/** By table, principals whose access to it may differ; nobody whose access does is missing. */
export type Touched = ReadonlyMap<string, ReadonlySet<Principal>>

/** Looks at each table: at the grants near it that changed, or at all of them if it did. */
export function touchedBy(step: Step): Touched {
  const touched = new Map<string, Set<Principal>>()
  const touch = (tableId: string, principals: readonly Principal[]) => {
    const known = touched.get(tableId) ?? new Set()
    touched.set(tableId, known)
    for (const principal of principals) known.add(principal)
  }
  const turns = turnsOf(step.before.world, step.changes)
  const changed = changedGrants(step, turns)
  const near = nearOf(step)
  const nearChanged = nearOf(step, changed)
  const filtered = changedFilters(turns)
  for (const tableId of new Set([...step.before.governed.keys(), ...step.after.governed.keys()])) {
    const states = statesOf(step, tableId)
    const isOther = states[0] !== states[1] || filtered.has(tableId)
    const isRuled = otherRules(states)
    for (const grant of isOther ? near(states) : nearChanged(states))
      if (isRuled || differs(step, grant.id, states))
        touch(tableId, reachedBy(step, near, { grant, states }))
  }
  for (const [tableId, principals] of touchedOtherwise(step, turns)) touch(tableId, principals)
  return touched
}

/** A table before and after. */
type States = readonly [Governed | undefined, Governed | undefined]

function statesOf({ before, after }: Step, tableId: string): States {
  return [before.governed.get(tableId), after.governed.get(tableId)]
}

/** Policies on rows matter to all to whom any grant gives something. */
function otherRules([was, is]: States): boolean {
  return was?.rules !== is?.rules && !isDeepStrictEqual(was?.rules, is?.rules)
}

/** Ids of grants that are other than before, or whose saved expression is. */
function changedGrants({ before }: Step, turns: Turns): Set<string> {
  const named = turns.expressions.flatMap(({ key }) => [
    ...(before.grantsBySaved.get(key)?.keys() ?? []),
  ])
  return new Set([...turns.grants.map(({ key }) => key), ...named])
}

function changedFilters(turns: Turns): Set<string> {
  return new Set(turns.filters.flatMap(({ old, row }) => (old ?? row)?.tableId ?? []))
}

/** Does a grant, or what became of it, give something else on the table than it gave? */
function differs({ before, after }: Step, grantId: string, [was, is]: States): boolean {
  const [old, row] = [before.world.grants.get(grantId), after.world.grants.get(grantId)]
  const gave = given(before, old, was)
  const gives = given(after, row, is)
  if (gave === undefined || gives === undefined) return gave !== gives
  return old !== row || !isDeepStrictEqual(gave, gives)
}

function given(snapshot: Snapshot, grant: Grant | undefined, on: Governed | undefined) {
  const found: Contribution | undefined =
    grant && on && contribution(snapshot, { grant, on, use: 'permissions' })
  return found?.outcome === 'missed' ? undefined : found?.leg
}

type Near = (states: States) => readonly Grant[]

/**
 * Grants of whatever store that may give something on a table, before or after: all, or those of
 * the ids. Of two rows under one id both are there.
 */
function nearOf({ before, after }: Step, ids?: ReadonlySet<string>): Near {
  const indexes = once(() => [before, after].map(({ world }) => indexOfAll(world, ids)))
  return (states) => {
    const found = indexes().flatMap((index, at) => {
      const on = states[at]
      const world = (at === 0 ? before : after).world
      const near = index && on ? grantsNear(index, on) : []
      return near.flatMap(({ id }) => world.grants.get(id) ?? [])
    })
    return [...new Set(found)]
  }
}

function indexOfAll({ grants, expressions }: World, ids?: ReadonlySet<string>) {
  const keys = ids ? [...ids] : [...grants.keys()]
  const turns = keys.flatMap((key) => {
    const grant = grants.get(key)
    const row = grant && { ...grant, accountId: ALL, principal: ALL }
    return row ? [{ key, old: undefined, row }] : []
  })
  const saved = { before: expressions, after: expressions }
  return reindexed(new Map(), turns, saved).get(storeKey(ALL, ALL))
}

/** One store and one principal for all grants; no account has such an id. */
const ALL = '*' as AccountId

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/**
 * Those to whom a grant gives something. A share gives to admins of the account, and to whom the
 * account has granted something near.
 */
function reachedBy(
  step: Step,
  near: Near,
  { grant, states }: { grant: Grant; states: States },
): readonly Principal[] {
  const { people } = step
  const accounts = accountsOf(grant, people)
  if (accounts === undefined) return namedBy(people, grant)
  const local = near(states).filter(
    (one) => accounts.has(one.accountId) && one.accountId !== one.catalogId,
  )
  const admins = [...accounts].flatMap((id) => adminsOf(step, id))
  return [...admins, ...local.flatMap((one) => namedBy(people, one))]
}

/** The accounts that a share is for; undefined where the grant is for people. */
function accountsOf({ principal }: Grant, people: People): Set<AccountId> | undefined {
  if (principal === ORGANIZATION) return new Set(people.ofAccount.keys())
  return /^\d{12}$/.test(principal) ? new Set([principal as AccountId]) : undefined
}

function namedBy(people: People, { principal, accountId }: Grant): readonly Principal[] {
  if (principal === IAM_ALLOWED_PRINCIPALS) return people.ofAccount.get(accountId) ?? []
  return named(people, principal)
}

/** A person, or all people of an account. */
function named(people: People, name: string): readonly Principal[] {
  const all = /^(\d{12}):IAMPrincipals$/.exec(name)?.[1]
  if (all) return people.ofAccount.get(all as AccountId) ?? []
  const person = people.byName.get(name)
  return person ? [person] : []
}

function adminsOf({ before, after, people }: Step, accountId: AccountId): readonly Principal[] {
  const arns = [before, after].flatMap((snapshot) => {
    const { admins, readOnlyAdmins } = settingsOf(snapshot, accountId)
    return [...admins, ...readOnlyAdmins]
  })
  return (people.ofAccount.get(accountId) ?? []).filter(({ arn }) => arns.includes(arn))
}

/** What changes seldom: administrators, accounts that belong together, opt-ins, licences. */
function* touchedOtherwise(
  step: Step,
  turns: Turns,
): Generator<readonly [string, readonly Principal[]]> {
  const { people, after, before } = step
  const everybody = [...people.byName.values()]
  const accounts = new Set([
    ...turns.accounts.map(({ key }) => key),
    ...turns.acceptances.flatMap(({ old, row }) => (old ?? row)?.recipientId ?? []),
  ])
  const theirs = everybody.filter(({ accountId }) => accounts.has(accountId))
  const admins = turns.settings.flatMap(({ key }) => adminsOf(step, key as AccountId))
  const owners = new Set(turns.accounts.map(({ key }) => key))
  const tables = new Map([...before.governed, ...after.governed])
  if (accounts.size > 0 || admins.length > 0)
    for (const [id, { ownerId }] of tables)
      yield [id, owners.has(ownerId) ? everybody : [...theirs, ...admins]]
  for (const { old, row } of turns.licences) yield [(old ?? (row as Licence)).tableId, everybody]
  for (const { old, row } of turns.optIns)
    for (const tableId of optedInTables(step, (old ?? row) as OptIn))
      yield [tableId, named(people, (old ?? (row as OptIn)).principal)]
}

function optedInTables({ after }: Step, { databaseId, tableId }: OptIn): readonly string[] {
  return tableId === undefined ? [...(after.tablesOf.get(databaseId)?.keys() ?? [])] : [tableId]
}
