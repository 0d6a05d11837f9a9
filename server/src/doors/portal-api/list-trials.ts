import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'
import { trialSummary } from './trial.ts'
import { trialsOf } from './trials-of.ts'

export const listTrials = operation('listTrials', async (deps, { caller, query }) => {
  const { cursor, limit, text } = query
  const page = await trialsOf(deps, 'listTrials').listTrials(caller, {
    ...(text === undefined ? {} : { text }),
    ...(cursor === undefined ? {} : { after: cursor }),
    ...(limit === undefined ? {} : { countMax: limit }),
  })
  const accountOf = await accountNames(deps.identity)
  const items = page.trials.map((trial) => trialSummary(trial, accountOf))
  return page.next === undefined ? { items } : { items, nextCursor: page.next }
})
