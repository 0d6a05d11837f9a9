import { gateText, METRICS } from '../../contexts/trials/index.ts'
import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'
import { trialSummary } from './trial.ts'
import { trialsOf } from './trials-of.ts'
import { workspaceWire } from './workspace-wire.ts'

export const getTrial = operation('getTrial', async (deps, { caller, params }) => {
  const trial = await trialsOf(deps, 'getTrial').getTrial(caller, { id: params.id })
  const accountOf = await accountNames(deps.identity)
  const { charter, charterDigest, frozenAt, events, mayDecide, mayExtend } = trial
  const { workspace } = trial
  const { accountId, database, table } = charter.dataset
  return {
    ...trialSummary(trial, accountOf),
    ...{ hypothesis: charter.hypothesis, charterDigest, mayDecide, mayExtend },
    bands: charter.bands.map((band) => {
      const known = METRICS.find(({ id }) => id === band.metric)
      const gate = gateText(band, known?.unit ?? '')
      return { metric: band.metric, name: known?.name ?? band.metric, gate }
    }),
    ...(frozenAt && { frozenAt: frozenAt.toISOString() }),
    people: charter.people.map(({ arn, role }) => ({ name: arn, role })),
    datasets: [{ account: accountOf(accountId), database, table }],
    compliance: charter.compliance.map((one) => ({ ...one })),
    ...(workspace && { workspace: workspaceWire(workspace) }),
    events: events.map(({ at, by, text }) => ({ at: at.toISOString(), by, text })),
  }
})
