import type { AccountRef, Deadline, Pipeline, Run, RunState } from '@millrace/contract'
import {
  type PipelineSummary,
  promiseText,
  type Run as StoredRun,
  type TableName,
} from '../../contexts/pipelines/index.ts'

type AccountOf = (id: string) => AccountRef

export function datasetRef({ accountId, database, table }: TableName, accountOf: AccountOf) {
  return { account: accountOf(accountId), database, table }
}

export function wirePipeline(
  summary: PipelineSummary,
  { accountOf }: { accountOf: AccountOf },
): Pipeline {
  const { pipeline, state, lastRun, slicesDone, slicesMissing } = summary
  const { definition } = pipeline
  const deadline = wireDeadline(summary)
  return {
    ...{ id: pipeline.id, name: pipeline.name, account: accountOf(pipeline.accountId) },
    ...{ owner: definition.owner, state, slicesDone, slicesMissing },
    ...(deadline && { deadline }),
    ...(lastRun && { lastRun: wireLastRun(lastRun) }),
    output: datasetRef(definition.output, accountOf),
  }
}

const DEADLINE_STATES = {
  met: 'kept',
  'on-track': 'kept',
  endangered: 'endangered',
  missed: 'missed',
} as const

function wireDeadline({ pipeline, next, marginSeconds }: PipelineSummary): Deadline | undefined {
  const { deadline } = pipeline.definition
  if (!deadline) return undefined
  const { deadlineAt, deadlineState } = next ?? {}
  return {
    promise: promiseText(deadline),
    ...(deadlineAt && { nextAt: deadlineAt.toISOString() }),
    ...(marginSeconds !== undefined && { marginSeconds }),
    state: deadlineState ? DEADLINE_STATES[deadlineState] : 'unknown',
  }
}

function wireLastRun({ id, state, startedAt, queuedAt }: StoredRun): {
  id: string
  state: RunState
  startedAt: string
} {
  return { id, state, startedAt: (startedAt ?? queuedAt).toISOString() }
}

export function wireRun(run: StoredRun, { name, roleArn }: { name: string; roleArn: string }): Run {
  const { id, pipelineId, state, cause, version, queuedAt, startedAt, endedAt, error } = run
  return {
    ...{ id, pipelineId, pipeline: name, state, cause, role: roleArn },
    codeVersion: String(version),
    queuedAt: queuedAt.toISOString(),
    ...(startedAt && { startedAt: startedAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    slices: [...run.slices],
    ...(error !== undefined && { error }),
  }
}
