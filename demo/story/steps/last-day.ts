import type { Run } from '@millrace/contract'
import { LAST_DAY } from '../../vendor/calendar.ts'
import { loadTable } from '../iceberg.ts'
import { ALL_FLIGHTS, LOAD_SECONDS_MAX, openLanding } from '../landing.ts'
import { accounts } from '../names.ts'
import { awaitRun, FEATURE, runsOf } from '../pipeline.ts'
import { type Portal, portalOf } from '../portal.ts'
import type { Step } from '../step.ts'
import { until, verify } from '../verify.ts'

const BY = 'altdata-producer'

export const landLast: Step = {
  name: 'the last day lands: quant reads 336,776 rows, the pipeline refreshes that day alone',
  async play(stage) {
    const landing = await openLanding(stage)
    await landing.deliver(LAST_DAY)
    await landing.awaitLoaded('flights', 365)
    const seen = await until(
      'every row of the year for quant',
      async () => {
        const answer = await loadTable('quant', 'mobility.flights')
        return answer.rows === ALL_FLIGHTS ? answer : undefined
      },
      { seconds: LOAD_SECONDS_MAX },
    )
    verify(!seen.columns.includes('tailnum'), 'quant does not see tailnum')
    await verifyRefreshed(landing.portal)
  },
}

/** Nobody asked for that run: the delivery did. */
async function verifyRefreshed(portal: Portal): Promise<void> {
  const started = await until('a run for the day', () => runFor(portal, LAST_DAY), {
    seconds: LOAD_SECONDS_MAX,
  })
  const run = await awaitRun(portal, started.id)
  verify(run.slices.length === 1, `a run of one day, not of ${run.slices.length}`)
  verify(run.cause !== 'by hand', 'a run by new data')
  const producer = await portalOf(BY)
  const dataset = { account: accounts.governance, ...FEATURE }
  const { items } = await producer('listSnapshots', dataset)
  const [newest, before] = items
  verify((newest?.addedRows ?? 0) > 0, 'rows of the day')
  verify((newest?.removedRows ?? 0) === 0, 'no row of another day removed')
  const total = (before?.totalRows ?? 0) + (newest?.addedRows ?? 0)
  verify(newest?.totalRows === total, `${total} rows of the feature, not ${newest?.totalRows}`)
}

/** The newest run that makes that day and has not failed. */
async function runFor(portal: Portal, day: string): Promise<Run | undefined> {
  const runs = (await runsOf(portal)).filter(({ slices }) => slices.includes(day))
  return runs.find(({ state }) => state !== 'failed')
}
