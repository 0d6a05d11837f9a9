import type { PipelineDetail } from '@millrace/contract'
import { GIB } from '../../contexts/compute/index.ts'
import { type PipelineDetail as Found, scheduleText } from '../../contexts/pipelines/index.ts'
import { accountNames } from './account-names.ts'
import { wireLink } from './chain-wire.ts'
import { operation } from './operation.ts'
import { datasetRef, wirePipeline } from './pipeline-wire.ts'
import { pipelinesOf } from './pipelines-of.ts'

export const getPipeline = operation('getPipeline', async (deps, { caller, params }) => {
  const accountOf = await accountNames(deps.identity)
  const found = await pipelinesOf(deps).getPipeline(caller, { pipeline: params.id })
  const { pipeline, script } = found
  const { description, inputs, output, trigger, schedule, caps, checks } = pipeline.definition
  return {
    ...wirePipeline(found, { accountOf }),
    ...(description !== '' && { description }),
    ...{ role: pipeline.roleArn, trigger },
    ...(schedule && { schedule: scheduleText(schedule) }),
    ...(found.nextAt && { nextAt: found.nextAt.toISOString() }),
    application: {
      ...{ id: pipeline.applicationId, state: found.state === 'running' ? 'STARTED' : 'CREATED' },
      caps: {
        vcpu: caps.cpu,
        memoryGb: caps.memoryBytes / GIB,
        diskGb: caps.diskBytes / GIB,
      },
    },
    script: {
      ...{ path: script.path, commit: script.gitCommit, text: script.script },
      language: 'python' as const,
    },
    inputs: inputs.map((input) => datasetRef(input, accountOf)),
    outputs: [datasetRef(output, accountOf)],
    checks: checks.map(({ name, sql: text }) => ({ name, text })),
    ledger: found.ledger.map(wireSlice),
    chain: found.chain.map((link) => wireLink(link, { accountOf, own: caller.accountId })),
    mayRun: found.mayRun,
  }
})

function wireSlice(line: Found['ledger'][number]): PipelineDetail['ledger'][number] {
  const { slice, state, wanted, doneVersion, runId } = line
  const vintages = Object.values(wanted).map(({ number }) => number)
  return {
    ...{ slice, state },
    ...(vintages.length > 0 && { vintage: Math.max(...vintages) }),
    ...(doneVersion !== undefined && { codeVersion: String(doneVersion) }),
    ...(runId !== undefined && { runId }),
  }
}
