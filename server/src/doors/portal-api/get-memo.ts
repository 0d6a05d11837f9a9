import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const getMemo = operation('getMemo', async (deps, { caller, params }) => {
  const shown = await trialsOf(deps, 'getMemo').getMemo(caller, { id: params.id })
  const { trialId, title, recommendation, sections } = shown.memo
  return {
    ...{ trialId, title, sections },
    ...(recommendation && { recommendation }),
    signatures: shown.signatures.map(({ by, at, verdict }) => ({ by, at, verdict })),
    ...(shown.digest === undefined ? {} : { digest: shown.digest }),
  }
})
