import type { TrialDetail } from '@millrace/contract'
import { COMPLIANCE, flightsCharter, weatherCharter } from '../charters.ts'
import { openLanding } from '../landing.ts'
import { type Portal, portalOf } from '../portal.ts'
import type { Stage } from '../stage.ts'
import type { Step } from '../step.ts'
import { findTrial, trialOf } from '../trials.ts'
import { verify } from '../verify.ts'

export const openTrials: Step = {
  name: 'two trials opened: bands and compliance are settled before any data lands',
  async play(stage) {
    const quant = await portalOf('quant')
    const charters = await chartersFor(stage)
    for (const charter of charters) {
      const known = await findTrial(quant, charter.title)
      if (!known) await quant('openTrial', { charter })
      await comply(charter.title)
      const trial = await trialOf('quant', charter.title)
      verify(trial.stage === 'running', `"${trial.title}" runs`)
      verify(trial.frozenAt !== undefined, `the bands of "${trial.title}" frozen`)
      await verifyHidden(await portalOf('outsider'), trial)
    }
  },
}

/** The producer, who met the vendor, tells which feed each is about. */
async function chartersFor(stage: Stage) {
  const landing = await openLanding(stage)
  const [flights, weather] = [await landing.feed('flights'), await landing.feed('weather')]
  verify(flights !== undefined && weather !== undefined, 'the feeds of flights and weather')
  return [flightsCharter(flights.id), weatherCharter(weather.id)]
}

/** Whom the charter names for it answers, from another account. */
async function comply(title: string): Promise<void> {
  const trial = await trialOf('altdata-producer', title)
  if (trial.stage !== 'compliance') return
  const answers = trial.compliance.map(({ question }, index) => {
    return { question, answer: COMPLIANCE[index] ?? 'yes' }
  })
  const portal = await portalOf('altdata-producer')
  await portal('answerCompliance', { id: trial.id, answers })
}

async function verifyHidden(outsider: Portal, { id }: Pick<TrialDetail, 'id'>): Promise<void> {
  const answer = await outsider('getTrial', { id }).then(
    () => 'an answer',
    (error: Error) => error.message,
  )
  verify(/does not exist/.test(answer), `the outsider told of no such trial, not "${answer}"`)
}
