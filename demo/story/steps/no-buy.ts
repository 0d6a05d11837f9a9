import { loadTable } from '../iceberg.ts'
import { openLanding } from '../landing.ts'
import { accounts, QUANT, RESEARCH_ROLE } from '../names.ts'
import { type Portal, portalOf } from '../portal.ts'
import { verifyRefused } from '../refusal.ts'
import type { Step } from '../step.ts'
import { findTrial, measured, trialOf, WEATHER_TRIAL } from '../trials.ts'
import { verify } from '../verify.ts'

const catalogId = accounts.governance
const TABLE = { database: 'mobility', table: 'weather' } as const
const NAME = `${TABLE.database}.${TABLE.table}`

export const tryWeather: Step = {
  name: 'the second trial ends in no-buy: access gone, feed paused, report still found',
  async play(stage) {
    const director = await portalOf('director')
    const trial = await trialOf('director', WEATHER_TRIAL)
    if (trial.stage !== 'decided') await evaluate(director, trial.id)
    await verifyRefused('quant', NAME)
    for (const principal of [QUANT, RESEARCH_ROLE]) await verifyUngranted(director, principal)
    const feed = await (await openLanding(stage)).feed('weather')
    verify(feed?.paused === true, 'the feed of weather paused')
    await verifyKept(trial.id)
  },
}

/** Reads it for the time of the trial, finds it wanting, and says so. */
async function evaluate(director: Portal, id: string): Promise<void> {
  const grants = [QUANT, RESEARCH_ROLE].map((principal) => ({
    ...{ catalogId, principal, permissions: ['SELECT', 'DESCRIBE'] },
    resource: { kind: 'table', ...TABLE },
  }))
  await director('giveTrialAccess', { id, grants })
  const seen = await loadTable('quant', NAME)
  verify((seen.rows ?? 0) > 26_000, `quant reads ${NAME} while it is tried: ${seen.status}`)
  const quant = await portalOf('quant')
  const report = await measured(quant, id)
  const metrics = report.sections.flatMap((section) => section.metrics)
  const depth = metrics.find((metric) => metric.id === 'H1')
  verify(depth?.verdict === 'failed', `a history that is too short: ${depth?.text}`)
  const reasons = ['a year of history is less than the three that were asked for']
  await director('decideTrial', { id, decision: 'no-buy', reasons })
}

async function verifyUngranted(director: Portal, principal: string): Promise<void> {
  const { items } = await director('listGrants', { principal })
  verify(!items.some(({ on }) => on.includes('weather')), `no grant of ${principal} on weather`)
}

/** Nobody tries blindly again: the verdict is found by its words, with report and memo. */
async function verifyKept(id: string): Promise<void> {
  const quant = await portalOf('quant')
  const found = await findTrial(quant, WEATHER_TRIAL)
  verify(found?.verdict?.startsWith('tried, rejected') === true, `a verdict: ${found?.verdict}`)
  const { items } = await quant('search', { q: 'rejected history' })
  const hit = items.find(({ kind, path }) => kind === 'trial' && path.endsWith(id))
  verify(hit?.detail === 'no-buy', 'the trial found by the words of its verdict')
  const report = await quant('getReport', { id })
  verify(report.sections.length > 0, 'the report still read')
  const memo = await quant('getMemo', { id })
  verify(memo.signatures[0]?.verdict === 'no-buy', 'the memo still read')
}
