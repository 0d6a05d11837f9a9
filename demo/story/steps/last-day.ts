import { LAST_DAY } from '../../vendor/calendar.ts'
import { loadTable } from '../iceberg.ts'
import { ALL_FLIGHTS, LOAD_SECONDS_MAX, openLanding } from '../landing.ts'
import { type Step, until, verify } from '../step.ts'

export const landLast: Step = {
  name: 'the last day lands: quant reads 336,776 rows',
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
  },
}
