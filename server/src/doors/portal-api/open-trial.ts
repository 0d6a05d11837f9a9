import type { OpenTrial } from '../../contexts/trials/index.ts'
import { operation } from './operation.ts'
import { grantsIn } from './trial.ts'
import { trialsOf } from './trials-of.ts'

export const openTrial = operation('openTrial', async (deps, { caller, body }) => {
  const { id, stage } = await trialsOf(deps, 'openTrial').openTrial(caller, {
    // The schema has checked the digits that make an account's id.
    charter: body.charter as OpenTrial['charter'],
    grants: grantsIn(body.grants ?? []),
  })
  return { id, stage }
})
