import type { RunDetail } from '@millrace/contract'
import { GIB } from '../../contexts/compute/index.ts'
import type { Run } from '../../contexts/pipelines/index.ts'
import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'
import { datasetRef, wireRun } from './pipeline-wire.ts'
import { pipelinesOf } from './pipelines-of.ts'

export const getRun = operation('getRun', async (deps, { caller, params }) => {
  const accountOf = await accountNames(deps.identity)
  const { run, pipeline, mayCancel } = await pipelinesOf(deps).getRun(caller, { runId: params.id })
  const { inputs, output, caps } = pipeline.definition
  return {
    ...wireRun(run, pipeline),
    stages: stagesOf(run),
    caps: [
      { name: 'vCPU', cap: caps.cpu, unit: 'vCPU' },
      { name: 'memory', cap: caps.memoryBytes / GIB, unit: 'GB' },
      { name: 'disk', cap: caps.diskBytes / GIB, unit: 'GB' },
    ],
    inputs: inputs.map((input) => ({ dataset: datasetRef(input, accountOf) })),
    outputs: [
      {
        dataset: datasetRef(output, accountOf),
        ...(run.addedRows !== undefined && { addedRows: run.addedRows }),
      },
    ],
    mayCancel,
  }
})

type Stage = RunDetail['stages'][number]

/** Waiting for a driver, then the script with its checks. */
function stagesOf({ state, queuedAt, startedAt, endedAt }: Run): Stage[] {
  const began = startedAt?.toISOString()
  const ended = endedAt?.toISOString()
  const unstarted = state === 'failed' || state === 'cancelled' ? 'failed' : 'running'
  const waiting: Stage = {
    name: 'waiting for a driver',
    state: began ? 'done' : unstarted,
    startedAt: queuedAt.toISOString(),
    ...((began ?? ended) && { endedAt: began ?? ended }),
  }
  const script: Stage = {
    name: 'script and checks',
    state: began ? scriptState(state) : 'waiting',
    ...(began && { startedAt: began }),
    ...(began && ended && { endedAt: ended }),
  }
  return [waiting, script]
}

function scriptState(state: Run['state']): Stage['state'] {
  if (state === 'succeeded') return 'done'
  return state === 'failed' || state === 'cancelled' ? 'failed' : 'running'
}
