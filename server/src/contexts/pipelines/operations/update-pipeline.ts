import { isDeepStrictEqual } from 'node:util'
import { recordDone } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { promisedAnew, promisedFrom } from '../model/deadline.ts'
import { ruledAnew, type Slice } from '../model/ledger.ts'
import {
  checkPipeline,
  type DeadlinePromise,
  type Pipeline,
  type PipelineDefinition,
  type Version,
} from '../model/pipeline.ts'
import { dueBy, type Schedule } from '../model/trigger.ts'
import { demandPipeline } from '../steps/gate.ts'
import { queueReconcile } from '../steps/queue-reconcile.ts'
import { storeVersion, versionOf } from '../steps/store-version.ts'
import {
  findVersion,
  insertVersion,
  lockPipeline,
  updatePipeline as updateRow,
} from '../store/pipelines.ts'
import { behindSlices, forgetExpected, saveSlices, watchedSlices } from '../store/slices.ts'

type Kept = 'description' | 'owner' | 'trigger' | 'checks' | 'targets'

/** What is not named stays; null takes it away. */
export type PipelineChange = Partial<
  Pick<PipelineDefinition, Kept | 'attemptsMax' | 'timeoutMinutes'>
> & { schedule?: Schedule | null; deadline?: DeadlinePromise | null }

export interface UpdatePipeline {
  pipeline: string
  change: PipelineChange
  /** Only tells what would change. */
  dryRun: boolean
}

export interface PipelineChanges {
  /** With values as JSON. */
  changes: { member: string; before?: string; after?: string }[]
  /** How many deadlines of slices that are still to be made move, begin or end. */
  deadlines: number
  /** How many slices fall due by it. */
  due: number
}

/**
 * Changes what a pipeline promises, checks and is triggered by. Nothing that is made is made anew,
 * and what is due stays due; other checks are those of a new version of the same script.
 *
 * @throws identity.access-denied, pipelines.not-found, pipelines.invalid-pipeline
 */
export async function updatePipeline(
  deps: PipelinesDeps,
  caller: Caller,
  { pipeline: name, change, dryRun }: UpdatePipeline,
): Promise<PipelineChanges> {
  const found = await demandPipeline(deps, caller, { action: 'UpdatePipeline', pipeline: name })
  return transaction(deps.sql, async (tx) => {
    const before = (await lockPipeline(tx, found.id)) as Pipeline
    const after = { ...before, definition: changed(before.definition, change) }
    checkPipeline(after.name, after.definition)
    const changes = differences(before.definition, after.definition)
    const moved = await moving(deps, tx, { before, after })
    const told = { changes, deadlines: moved.promised.length, due: moved.due.length }
    if (dryRun || changes.length === 0) return told
    await carryOut(deps, tx, caller, { before, after, ...moved })
    const resource = `pipeline/${after.name}`
    const detail = { members: changes.map(({ member }) => member) }
    await recordDone(tx, caller, { action: 'pipelines.pipeline-updated', resource, detail })
    return told
  })
}

function changed(definition: PipelineDefinition, change: PipelineChange): PipelineDefinition {
  const { schedule = definition.schedule, deadline = definition.deadline, ...rest } = change
  const { schedule: _, deadline: __, ...others } = { ...definition, ...rest }
  return { ...others, ...(schedule && { schedule }), ...(deadline && { deadline }) }
}

function differences(before: PipelineDefinition, after: PipelineDefinition) {
  const members = Object.keys({ ...before, ...after }) as (keyof PipelineDefinition)[]
  return members
    .filter((member) => differ(before, after, member))
    .map((member) => ({
      member,
      ...(before[member] !== undefined && { before: JSON.stringify(before[member]) }),
      ...(after[member] !== undefined && { after: JSON.stringify(after[member]) }),
    }))
}

function differ<Of extends object>(before: Of, after: Of, member: keyof Of): boolean {
  return !isDeepStrictEqual(before[member], after[member])
}

interface Turn {
  before: Pipeline
  after: Pipeline
}

/** Lines that are promised for another time, and those that fall due by another trigger. */
async function moving(
  { clock }: PipelinesDeps,
  tx: SqlTransaction,
  { before: { id, definition: old }, after: { definition } }: Turn,
): Promise<{ promised: Slice[]; due: Slice[] }> {
  const otherwise = differ(old, definition, 'deadline')
  const watched = otherwise ? await watchedSlices(tx, id) : []
  const anew = watched.map((line) => promisedAnew(line, definition.deadline, clock()))
  const promised = anew.filter(
    ({ deadlineAt }, at) => deadlineAt?.getTime() !== watched[at]?.deadlineAt?.getTime(),
  )
  const behind = differ(old, definition, 'trigger') ? await behindSlices(tx, id) : []
  const due = behind.map((before) => {
    const after = ruledAnew(before, dueBy(definition))
    return promisedFrom(clock(), { before, after, promise: definition.deadline })
  })
  return { promised, due: due.filter((line, at) => line !== behind[at]) }
}

async function carryOut(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  caller: Caller,
  { before, after, promised, due }: Turn & { promised: Slice[]; due: Slice[] },
): Promise<void> {
  const now = deps.clock()
  const { id, definition } = after
  const rescheduled = differ(before.definition, definition, 'schedule')
  const repromised = differ(before.definition, definition, 'deadline')
  await updateRow(tx, id, {
    definition,
    // Times and slices of before are none of the new ones'.
    ...(rescheduled && { clockedAt: now }),
    ...(repromised && { promisedAt: now }),
  })
  const times = new Map(promised.map((line) => [line.slice, line]))
  const both = due.map((line) => {
    const { deadlineAt, deadlineState } = times.get(line.slice) ?? line
    times.delete(line.slice)
    return { ...line, deadlineAt, deadlineState }
  })
  await saveSlices(tx, [...times.values(), ...both])
  if (repromised) await forgetExpected(tx, id)
  if (differ(before.definition, definition, 'checks')) await nextVersion(deps, tx, caller, after)
  await queueReconcile(tx, id)
}

/** Files of a version never change, and the checks are among them. */
async function nextVersion(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  caller: Caller,
  pipeline: Pipeline,
): Promise<void> {
  const number = pipeline.version
  const newest = (await findVersion(tx, { pipelineId: pipeline.id, number })) as Version
  const next = { ...pipeline, version: number + 1 }
  const version = versionOf(next, caller, { ...newest, now: deps.clock() })
  await storeVersion(deps, next, version)
  await insertVersion(tx, version)
  await updateRow(tx, pipeline.id, { version: version.number })
}
