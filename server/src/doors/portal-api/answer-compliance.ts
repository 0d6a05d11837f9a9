import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const answerCompliance = operation(
  'answerCompliance',
  async (deps, { caller, params, body }) => {
    const { answers } = body
    const trials = trialsOf(deps, 'answerCompliance')
    const { id, stage } = await trials.answerCompliance(caller, { id: params.id, answers })
    return { id, stage }
  },
)
