import type { AuditRecord } from '@millrace/contract'
import { openHome } from '../../../cli/src/home.ts'
import type { MembersOf } from '../../../cli/src/nouns/call.ts'
import { accounts, QUANT, RESEARCH_ROLE } from '../names.ts'
import { type Portal, portalOf } from '../portal.ts'
import type { Step } from '../step.ts'
import { verify } from '../verify.ts'

/** What the auditor looks for, by the account in whose chain it stands. */
const EXPECTED: readonly { account: keyof typeof accounts; action: string }[] = [
  { account: 'alt-data', action: 'ingestion.feed-created' },
  { account: 'alt-data', action: 'ingestion.feed-paused' },
  { account: 'alt-data', action: 'pipelines.pipeline-created' },
  { account: 'alt-data', action: 'pipelines.run-succeeded' },
  { account: 'equities', action: 'trials.trial-opened' },
  { account: 'equities', action: 'trials.trial-decided' },
  { account: 'governance', action: 'governance.permissions-granted' },
]

export const audit: Step = {
  name: 'the auditor sees all of it, in chains that are whole',
  async play() {
    const auditor = await portalOf('auditor')
    const { chains } = await auditor('verifyAudit', {})
    const broken = chains.filter(({ intact }) => !intact).map(({ account }) => account.name)
    verify(broken.length === 0, `chains that are whole, but ${broken.join(', ')}`)
    const seen = chains.map(({ account }) => account.id).sort()
    const { outsider: _, ...members } = accounts
    const expected = Object.values(members).sort().join(' ')
    verify(seen.join(' ') === expected, `the chains of the organization: ${seen.join(' ')}`)
    for (const { account, action } of EXPECTED) {
      const found = await recordsOf(auditor, { account: accounts[account], action })
      verify(found.length > 0, `${action} in the audit of ${account}`)
    }
    await verifyReadings(auditor)
    await verifyDenied()
  },
}

async function recordsOf(portal: Portal, query: MembersOf<'listAudit'>): Promise<AuditRecord[]> {
  return (await portal('listAudit', query)).items
}

/** Who read the dataset that was bought, as whom; and who was refused before it was granted. */
async function verifyReadings(auditor: Portal): Promise<void> {
  const table = `arn:aws:glue:${openHome().region}:${accounts.governance}:table/mobility/flights`
  const loaded = { account: accounts.governance, action: 'catalog.table-loaded', resource: table }
  for (const principal of [QUANT, RESEARCH_ROLE]) {
    const found = await recordsOf(auditor, { ...loaded, principal })
    verify(found.length > 0, `${principal} among those who loaded mobility.flights`)
  }
  const refused = { account: accounts.equities, decision: 'denied' as const, principal: QUANT }
  verify((await recordsOf(auditor, refused)).length > 0, 'that quant was refused at first')
}

/** It is the auditor of the organization, and nobody else, who sees the others' records. */
async function verifyDenied(): Promise<void> {
  for (const profile of ['director', 'quant', 'outsider']) {
    const portal = await portalOf(profile)
    const answer = await recordsOf(portal, { account: accounts.governance }).then(
      (records) => `${records.length} records`,
      () => 'denied',
    )
    verify(answer === 'denied', `${profile} denied the audit of governance, not ${answer}`)
  }
}
