import { GIB } from '../../contexts/compute/index.ts'
import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'

/** Promotes a script to a pipeline. */
export const createPipeline = operation('createPipeline', async (deps, { caller, body }) => {
  const { name, role, script, caps, inputs, output, deadline, schedule, feature, ...more } = body
  const { checks = [], targets = [], ...rest } = more
  const created = await pipelinesOf(deps).createPipeline(caller, {
    name,
    roleArn: role,
    script: { path: script.path, gitCommit: script.commit, script: script.text },
    definition: {
      ...{ ...rest, checks, targets },
      inputs: inputs.map(tableName),
      output: tableName(output),
      caps: {
        cpu: caps.vcpu,
        memoryBytes: caps.memoryGb * GIB,
        diskBytes: caps.diskGb * GIB,
      },
      ...(deadline && { deadline }),
      ...(schedule && { schedule }),
      ...(feature && { feature: { ...feature, asOf: 'availability' as const } }),
    },
  })
  return { id: created.id }
})

function tableName({ account, ...rest }: { account: string; database: string; table: string }) {
  return { accountId: account as AccountId, ...rest }
}
