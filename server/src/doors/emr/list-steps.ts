import { ListSteps$, type ListStepsInput, type ListStepsOutput } from '@aws-sdk/client-emr'
import { invalidRequest } from '../shared/wire.ts'
import { emrOperation } from './operation.ts'
import { runStates, stepSummary } from './step-shapes.ts'

const PAGE = 50 // EMR API: ListSteps answers at most 50 at a time.

export const listSteps = emrOperation<ListStepsInput, ListStepsOutput>({
  schema: ListSteps$,
  async run({ compute, sessions }, caller, input) {
    const { ClusterId: clusterId, StepStates: states = [], StepIds: ids, Marker = '0' } = input
    if (!/^\d{1,6}$/.test(Marker))
      throw invalidRequest({ problems: ['the marker is not one of ours'] })
    await compute.getCluster(caller, { clusterId, reading: 'ListSteps' })
    const steps = await sessions.listSteps(caller, {
      clusterId,
      ...(states.length > 0 ? { states: runStates(states) } : {}),
      ...(ids?.length ? { ids } : {}),
    })
    const from = Number(Marker)
    const next = from + PAGE
    return {
      Steps: steps.slice(from, next).map(stepSummary),
      Marker: next < steps.length ? String(next) : undefined,
    }
  },
})
