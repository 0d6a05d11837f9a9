import { stopCluster } from '../cluster.ts'
import { ALL_FLIGHTS } from '../landing.ts'
import { accounts } from '../names.ts'
import { FEATURE } from '../pipeline.ts'
import { portalOf } from '../portal.ts'
import { verifyRefused } from '../refusal.ts'
import type { Step } from '../step.ts'
import { tableResource, tag } from '../tagging.ts'
import { verify } from '../verify.ts'
import { bySparkmagic } from './notebook.ts'

const BY = 'altdata-producer'
const NAME = `${FEATURE.database}.${FEATURE.table}`
const DATASET = { account: accounts.governance, ...FEATURE }

const DOCUMENTATION = `Delay by hour, airport and the listed company behind the carrier then.

Key: \`hour\`, \`airport\`, \`ticker\`. Minutes, negative when early; cancelled flights count in
\`flights\` and \`cancelled\` and have no delay. Made daily by the pipeline \`hourly-delay\`, due at
08:00 in New York on the day after the data arrived. \`available_at\` is the first moment at which
anybody could have known a row. A restated day is made anew, and its earlier state is kept.
`

export const publishFeature: Step = {
  name: 'the feature is a data product: quant finds it, and reads it beside all 336,776 flights',
  async play(stage) {
    const producer = await portalOf(BY)
    await producer('documentDataset', { ...DATASET, markdown: DOCUMENTATION })
    const values = { domain: 'mobility', sensitivity: 'internal', licence: 'production' }
    await tag('steward', { Database: { Name: FEATURE.database } }, { domain: 'mobility' })
    await tag(BY, tableResource(FEATURE.database, FEATURE.table), values)
    await verifyFound()
    await verifyRefused('outsider', NAME)
    stage.note('sparkmagic')
    verifyRead(await bySparkmagic('feature'))
    await stopCluster()
  },
}

async function verifyFound(): Promise<void> {
  const quant = await portalOf('quant')
  const { items } = await quant('searchDatasets', { q: 'hourly_delay' })
  const [best] = items // Flights have hours and delays too.
  const readable = best?.table === FEATURE.table && best.access === 'readable'
  verify(readable, 'the feature found by quant')
  const { items: hits } = await quant('search', { q: 'hourly delay' })
  const found = hits.find(({ kind, title }) => kind === 'dataset' && title === NAME)
  verify(found !== undefined, 'the feature found by its words')
  const shown = await quant('getDataset', DATASET)
  verify(shown.documentation?.markdown.startsWith('Delay by hour') === true, 'its documentation')
}

/** Every flight of a listed carrier is in the feature, once. */
function verifyRead(shown: string): void {
  const told = shown.slice(-500)
  verify(new RegExp(`^rows ${ALL_FLIGHTS}$`, 'm').test(shown), `all rows by Spark: ${told}`)
  const [, expected, made, days] = /^expected (\d+) made (\d+) days (\d+)$/m.exec(shown) ?? []
  verify(days === '365', `365 days in the feature: ${told}`)
  verify(expected !== undefined && made === expected, `flights of listed carriers: ${told}`)
}
