import { type Bound, bind } from '../../foundation/bound.ts'
import { recordDone } from '../../foundation/outbox.ts'
import { tried } from '../../foundation/sql.ts'
import type { AccountId, Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import { type Difference, differenceOf } from './model/difference.ts'
import { type Effect, effectsOf } from './model/effects.ts'
import type { Step } from './model/touched.ts'
import type { Change } from './model/world.ts'
import * as operations from './operations.ts'
import { isRefusal, putDenial } from './record.ts'

export type GovernanceOperations = Bound<Workings, typeof operations>

/** What somebody gains or loses on one table. */
export interface ToldEffect extends Difference {
  /** A user or role; `<account>:IAMPrincipals` stands for all of an account whom no rule names. */
  principal: string
  accountId: AccountId
  database: string
  table: string
  /** Of the columns that `rows` speak of. */
  names: ReadonlyMap<number, string>
}

export interface WhatIf<Answer> {
  /** Of the change itself. */
  answer: Answer
  /** Of the rules that it was tried on. */
  snapshotVersion: number
  effects: readonly ToldEffect[]
}

/**
 * Does what `change` does, with all its checks and refusals, and takes it back; answers whose
 * access would be another. Only who may make a change can try it. Tags of principals are not known
 * here: grants that ask for some count for nobody.
 */
export async function whatIf<Answer>(
  deps: Workings,
  caller: Caller,
  change: (tried: GovernanceOperations) => Promise<Answer>,
): Promise<WhatIf<Answer>> {
  const { answer, ...step } = await stepOf(deps, change).catch(async (error: unknown) => {
    // What the refused step put on record was taken back with it.
    if (isRefusal(error))
      await putDenial(deps, caller, { permission: 'governance.what-if', resource: '*' })
    throw error
  })
  const { before, after, changes } = step
  const effects = effectsOf(before, after, { changes, at: deps.clock().getTime() })
  const detail = { snapshotVersion: before.version, effects: effects.length }
  await recordDone(deps.sql, caller, { action: 'governance.what-if-asked', resource: '*', detail })
  const told = effects.flatMap((effect) => toldOf(step, effect) ?? [])
  return { answer, snapshotVersion: before.version, effects: told }
}

type Tried<Answer> = Omit<Step, 'people'> & { answer: Answer }

function stepOf<Answer>(
  deps: Workings,
  change: (tried: GovernanceOperations) => Promise<Answer>,
): Promise<Tried<Answer>> {
  return tried(deps.sql, async (tx) => {
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
    const answer = await change(bind({ ...deps, sql: tx, snapshots }, operations))
    return { before, after: await deps.snapshots.within(tx), changes, answer }
  })
}

/** Undefined where the table is in neither state. */
function toldOf(step: Omit<Step, 'people'>, effect: Effect): ToldEffect | undefined {
  const { principal, tableId } = effect
  const on = step.after.governed.get(tableId) ?? step.before.governed.get(tableId)
  const database = on && step.before.world.databases.get(on.table.databaseId)
  if (!on || !database) return undefined
  const { ownerId: accountId, table } = on
  return {
    ...{ principal: principal.arn, accountId, database: database.name, table: table.name },
    names: new Map(table.columns.map(({ id, name }) => [id, name])),
    ...differenceOf(effect, on),
  }
}
