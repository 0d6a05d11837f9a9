import { ListSteps$, type ListStepsInput, type ListStepsOutput } from '@aws-sdk/client-emr'
import { pageOf } from '../shared/page-token.ts'
import { emrOperation } from './operation.ts'
import { runStates, stepSummary } from './step-shapes.ts'

const PAGE = 50 // EMR API: ListSteps answers at most 50 at a time.

export const listSteps = emrOperation<ListStepsInput, ListStepsOutput>({
  schema: ListSteps$,
  async run({ compute, sessions }, caller, input) {
    const { ClusterId: clusterId, StepStates: states = [], StepIds: ids, Marker: token } = input
    await compute.getCluster(caller, { clusterId, reading: 'ListSteps' })
    const steps = await sessions.listSteps(caller, {
      clusterId,
      ...(states.length > 0 ? { states: runStates(states) } : {}),
      ...(ids?.length ? { ids } : {}),
    })
    const { page, next } = pageOf(steps, { token, countMax: PAGE })
    return { Steps: page.map(stepSummary), Marker: next }
  },
})
