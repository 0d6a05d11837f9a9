import type { AuditChains } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { AccountName, Pill } from '../../ui/values.tsx'
import { count } from '../../ui/words.ts'
import { AuditPage } from './frame.tsx'

/** Is the record whole? */
export function ChainsScreen() {
  const chains = useAsk('verifyAudit')
  return (
    <AuditPage>
      <Answer to={chains}>{(data) => <Chains audit={data} />}</Answer>
    </AuditPage>
  )
}

function Chains({ audit }: { audit: AuditChains }) {
  const broken = audit.chains.filter(({ intact }) => !intact)
  return (
    <div className="stack">
      <p className={`callout ${broken.length > 0 ? 'bad' : 'good'}`}>
        {broken.length > 0
          ? 'A chain is broken: a record was changed or removed after it was written.'
          : 'Every chain is whole: no record was changed, removed or put in later.'}{' '}
        Verified just now, from the first record on.
      </p>
      <Panel flush>
        <DataTable
          label="Chains"
          rows={audit.chains}
          rowKey={({ account }) => account.id}
          columns={[
            { name: 'Account', cell: ({ account }) => <AccountName account={account} /> },
            { name: 'Records', number: true, cell: ({ records }) => count(records) },
            {
              name: 'State',
              cell: ({ intact, brokenAt }) => (
                <Pill tone={intact ? 'good' : 'bad'}>
                  {intact ? 'whole' : `broken at ${brokenAt}`}
                </Pill>
              ),
            },
            { name: 'Last hash', cell: ({ head }) => <code className="small">{head ?? '–'}</code> },
          ]}
        />
      </Panel>
    </div>
  )
}
