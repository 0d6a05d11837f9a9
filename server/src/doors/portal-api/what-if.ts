import { wireEffects, wireRights } from './effect-wire.ts'
import { operation } from './operation.ts'

/** A change of rules, tried: nothing of it stays. */
export const whatIf = operation('whatIf', async (deps, { caller, body }) => {
  const { answer, effects, rights, snapshotVersion, digest } = await deps.tryChange(caller, body)
  return {
    ...(await wireEffects(deps, caller, effects)),
    rights: await wireRights(deps, rights),
    answer: { ...answer },
    snapshotVersion,
    digest,
  }
})
