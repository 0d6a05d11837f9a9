import { grantTagged, grantTags } from '../grants.ts'
import { loadTable } from '../iceberg.ts'
import { ALMOST_ALL } from '../landing.ts'
import { accounts, QUANT, RESEARCH_ROLE, tags } from '../names.ts'
import { portalOf } from '../portal.ts'
import { getTable, verifyRefused } from '../refusal.ts'
import type { Step } from '../step.ts'
import { tag } from '../tagging.ts'
import { FLIGHTS_TRIAL, trialOf } from '../trials.ts'
import { until, verify } from '../verify.ts'

const catalogId = accounts.governance
const READY_SECONDS_MAX = 600
const MOBILITY = { TagKey: 'domain', TagValues: ['mobility'] }

export const share: Step = {
  name: 'the steward shares domain=mobility with the equities account',
  async play() {
    const by = 'steward'
    const to = accounts.equities
    await tag(by, { Database: { Name: 'mobility' } }, { domain: 'mobility' })
    await grantTagged({ databases: [MOBILITY], tables: [MOBILITY] }, { by, to, grantable: true })
    // With them, their director may grant by narrower expressions.
    await grantTags(tags, { by, to, permissions: ['DESCRIBE'], grantable: ['DESCRIBE'] })
    const { Table } = await getTable('director', 'mobility.flights')
    verify(Table?.Name === 'flights', 'the director sees what was shared')
  },
}

export const refuse: Step = {
  name: 'quant is refused: nobody granted anything yet',
  async play() {
    await verifyRefused('quant', 'mobility.flights')
    await verifyRefused('outsider', 'mobility.flights')
  },
}

export const grantResearch: Step = {
  name: 'the director grants research until the trial ends: the rows without tailnum',
  async play() {
    const director = await portalOf('director')
    const { id, endsAt } = await trialOf('director', FLIGHTS_TRIAL)
    await director('giveTrialAccess', {
      id,
      grants: [RESEARCH_ROLE, QUANT].flatMap((principal) => grantsOf(principal)),
    })
    const { items } = await director('listGrants', { principal: QUANT })
    const ends = items.map((grant) => grant.endsAt)
    verify(ends.length > 0 && ends.every((end) => end === endsAt), 'grants that end with the trial')
    const seen = await until(
      `the rows through ${ALMOST_ALL} for quant`,
      async () => {
        const answer = await loadTable('quant', 'mobility.flights')
        return answer.rows === undefined || answer.rows === 0 ? undefined : answer
      },
      {
        seconds: READY_SECONDS_MAX,
        seen: async () => JSON.stringify(await loadTable('quant', 'mobility.flights')),
      },
    )
    verify(seen.columns.includes('arr_delay'), 'quant reads mobility.flights')
    verify(!seen.columns.includes('tailnum'), 'quant does not see tailnum')
    await verifyRefused('quant', 'mobility.weather')
    await verifyRefused('outsider', 'mobility.flights')
  },
}

function grantsOf(principal: string) {
  const mobility = { key: 'domain', values: ['mobility'] }
  const internal = { key: 'sensitivity', values: ['internal'] }
  const tables = { kind: 'table-policy', expression: [mobility, internal] }
  return [
    {
      ...{ catalogId, principal, permissions: ['DESCRIBE'] },
      resource: { kind: 'database-policy', expression: [mobility] },
    },
    { ...{ catalogId, principal, permissions: ['SELECT', 'DESCRIBE'] }, resource: tables },
  ]
}
