import { isDeepStrictEqual } from 'node:util'
import type { DomainError } from '../../../foundation/errors.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction, tried } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { effectsChanged } from '../errors.ts'
import { tableAccess } from '../model/decide.ts'
import { type Difference, differenceOf } from '../model/difference.ts'
import { type Effect, effectsOf } from '../model/effects.ts'
import { digestOf } from '../model/effects-digest.ts'
import { IAM_ALLOWED_PRINCIPALS } from '../model/grant.ts'
import { knownDifference } from '../model/known-difference.ts'
import { type PlaceTurn, placeTurns } from '../model/place-turns.ts'
import { administers, type Principal } from '../model/reach.ts'
import { type RightsTurn, rightsTurns } from '../model/rights.ts'
import type { Access } from '../model/table-access.ts'
import type { Step } from '../model/touched.ts'
import { knownNames } from '../model/visible.ts'
import type { Change } from '../model/world.ts'
import { isRefusal, putDenial } from '../record.ts'
import { principalOf } from './rules.ts'

/** What somebody gains or loses on one table. */
export interface ToldEffect extends Difference {
  /**
   * A user or role; `<account>:IAMPrincipals` stands for all of an account whom no rule names, and
   * `IAM_ALLOWED_PRINCIPALS` for whomever IAM lets read the place of the table.
   */
  principal: string
  accountId: AccountId
  database: string
  table: string
  /** Of the columns that the asker may know of, among them such as `rows` speak of. */
  names: ReadonlyMap<number, string>
  /** From this moment on, where a grant begins later. */
  startsAt?: Date
  /** They would read a part of it that is another than before: a projection must hold it. */
  opens?: { tableId: string; access: Access }
}

export interface WhatIf<Answer> {
  /** Of the change itself. */
  answer: Answer
  /** Of the rules that it was tried on. */
  snapshotVersion: number
  effects: readonly ToldEffect[]
  /** What somebody may do, or may no longer, with what is no table. */
  rights: readonly RightsTurn[]
  /** Of what is agreed to: the same for the same effects, in whatever order, and for no others. */
  digest: string
}

/** Works with what is handed in: all that it does is made, or taken back, together. */
type Making<Answer> = (within: Workings) => Promise<Answer>

/** What of the answer is agreed to beside the effects. */
export interface Agreed<Answer> {
  digestOf(answer: Answer): string
  /** Thrown where it is another by now; `governance.effects-changed` unless told. */
  changed?(): DomainError
}

/**
 * Does what `change` does, with all its checks and refusals, and takes it back; answers whose
 * access would be another. Only who may make a change can try it. Tags of principals are not known
 * here: grants that ask for some count for nobody.
 */
export async function tryChange<Answer>(
  deps: Workings,
  caller: Caller,
  change: Making<Answer>,
  agreed?: Agreed<Answer>,
): Promise<WhatIf<Answer>> {
  const step = await refusedOnRecord(deps, { caller, permission: 'governance.what-if' }, () =>
    tried(deps.sql, (tx) => stepIn(tx, deps, change)),
  )
  const seen = seenOf(deps, { caller, ...step }, agreed)
  const detail = { snapshotVersion: seen.snapshotVersion, effects: seen.effects.length }
  await recordDone(deps.sql, caller, { action: 'governance.what-if-asked', resource: '*', detail })
  return seen
}

/** What somebody was shown and agreed to. */
export interface Seen {
  digest: string
  /** Where it is named, any other change of the rules since asks again, whatever its effects. */
  onVersion?: number
}

/**
 * Makes the change for good where it still is what somebody saw and agreed to, else takes it
 * back. Nobody else changes rules between the comparing and the commit.
 *
 * @throws governance.effects-changed, and what `agreed` and `change` throw
 */
export async function makeAsSeen<Answer>(
  deps: Workings,
  { caller, digest, onVersion }: Seen & { caller: Caller },
  change: Making<Answer>,
  agreed?: Agreed<Answer>,
): Promise<WhatIf<Answer>> {
  return refusedOnRecord(deps, { caller, permission: 'governance.change-as-seen' }, () =>
    transaction(deps.sql, async (tx) => {
      const made = seenOf(deps, { caller, ...(await stepIn(tx, deps, change)) }, agreed)
      const same = onVersion === undefined || onVersion === made.snapshotVersion
      if (made.digest === digest && same) return made
      const asAgreed = !agreed || digest.startsWith(agreed.digestOf(made.answer) + SEPARATOR)
      throw asAgreed || !agreed.changed ? effectsChanged({}) : agreed.changed()
    }),
  )
}

/** What a refused step put on record was taken back with it. */
async function refusedOnRecord<Answer>(
  deps: Workings,
  { caller, permission }: { caller: Caller; permission: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  return work().catch(async (error: unknown) => {
    if (isRefusal(error)) await putDenial(deps, caller, { permission, resource: '*' })
    throw error
  })
}

type Made<Answer> = Omit<Step, 'people'> & { answer: Answer }

async function stepIn<Answer>(
  tx: SqlTransaction,
  deps: Workings,
  change: Making<Answer>,
): Promise<Made<Answer>> {
  const changes: Change[] = []
  const snapshots: Workings['snapshots'] = {
    ...deps.snapshots,
    async change(inner, plan) {
      const changed = await deps.snapshots.change(inner, plan)
      changes.push(...changed.changes)
      return changed
    },
  }
  const before = await deps.snapshots.within(tx)
  const answer = await change({ ...deps, sql: tx, snapshots })
  return { before, after: await deps.snapshots.within(tx), changes, answer }
}

const SEPARATOR = '.'

function seenOf<Answer>(
  deps: Workings,
  { answer, caller, ...step }: Made<Answer> & { caller: Caller },
  agreed: Agreed<Answer> | undefined,
): WhatIf<Answer> {
  const { before, after, changes } = step
  const made = { changes, at: deps.clock().getTime() }
  const effects = effectsOf(before, after, made)
  const rights = rightsTurns(before, after, made)
  const told = effects.flatMap((effect) => {
    const one = toldOf(step, effect)
    return one ? [{ effect, one }] : []
  })
  const places = placeTurns(before, after, changes).flatMap((turn) => toldPlace(step, turn) ?? [])
  const whole = told.map(({ effect, one: { opens: _, ...said } }) => ({ ...effect, said }))
  const ofEffects = digestOf([...whole, ...rights, ...places], deps.auditSeal?.key)
  const asker = { principal: principalOf(caller), at: made.at }
  const knownIn = knownColumns(step, asker)
  const heard = told.filter(({ effect }) => mayHear(step, asker, effect))
  const toCaller = heard.map(({ effect: { tableId }, one }) => {
    const names = knownIn(tableId)
    return { ...knownDifference(one, new Set(names.values())), names }
  })
  return {
    answer,
    snapshotVersion: before.version,
    effects: [...toCaller, ...places],
    rights,
    digest: agreed ? agreed.digestOf(answer) + SEPARATOR + ofEffects : ofEffects,
  }
}

function opened({ tableId, before, after }: Effect): Pick<ToldEffect, 'opens'> {
  const reads = after.restricted && !after.iamOnly && after.columns.size > 0
  const other = !isDeepStrictEqual(readOf(before), readOf(after))
  return reads && other ? { opens: { tableId, access: after } } : {}
}

function readOf({ columns, rowFilter, cellFilters }: Access) {
  return { columns, rowFilter, cellFilters }
}

function toldPlace({ before }: Omit<Step, 'people'>, { on, ...turn }: PlaceTurn) {
  const { ownerId: accountId, table } = on
  const database = before.world.databases.get(table.databaseId)
  const principal = IAM_ALLOWED_PRINCIPALS
  return (
    database && {
      ...{ principal, accountId, database: database.name, table: table.name },
      ...{ names: new Map<number, string>(), ...turn },
    }
  )
}

/** Undefined where the table is in neither state. */
function toldOf(step: Omit<Step, 'people'>, effect: Effect): Omit<ToldEffect, 'names'> | undefined {
  const { principal, tableId } = effect
  const was = step.before.governed.get(tableId)
  const on = step.after.governed.get(tableId) ?? was
  const database = on && step.before.world.databases.get(on.table.databaseId)
  if (!on || !database) return undefined
  const { ownerId: accountId, table } = on
  return {
    ...{ principal: principal.arn, accountId, database: database.name, table: table.name },
    ...differenceOf(effect, on, was),
    ...opened(effect),
    ...(effect.startsAt && { startsAt: effect.startsAt }),
  }
}

/** Who changes who administers knows no more by trying it; see `PutDataLakeSettings`. */
function gainsNothing({ before, changes }: Omit<Step, 'people'>, principal: Principal): boolean {
  return changes.some(({ of }) => of === 'settings') && !administers(before, principal, 'any')
}

function mayHear(
  step: Omit<Step, 'people'>,
  asker: { principal: Principal; at: number },
  { principal, tableId }: Effect,
): boolean {
  if (!gainsNothing(step, asker.principal)) return true
  if (principal.arn !== asker.principal.arn) return false
  return tableAccess(step.before, { ...asker, tableId })?.permissions.has('DESCRIBE') === true
}

/** The columns of each table that somebody may know of, before the change or after it. */
function knownColumns(
  step: Omit<Step, 'people'>,
  asker: { principal: Principal; at: number },
): (tableId: string) => ReadonlyMap<number, string> {
  const { before, after } = step
  const states = gainsNothing(step, asker.principal) ? [before] : [before, after]
  const known = new Map<string, ReadonlyMap<number, string>>()
  return (tableId) => {
    const found = known.get(tableId)
    if (found) return found
    const names = new Map(states.flatMap((one) => knownNames(one, { ...asker, tableId })))
    known.set(tableId, names)
    return names
  }
}
