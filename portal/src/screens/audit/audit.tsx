import type { AuditChains, AuditRecord } from '@millrace/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useAsk, usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { Page, Panel, Tabs } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { AccountName, Instant, Pill, Who } from '../../ui/values.tsx'
import { count, withoutService } from '../../ui/words.ts'

interface Wanted {
  principal?: string
  action?: string
  resource?: string
  decision?: 'allowed' | 'denied'
}

const COLUMNS: readonly TableColumn<AuditRecord>[] = [
  { name: 'When', tight: true, cell: ({ at }) => <Instant at={at} />, by: ({ at }) => at },
  {
    name: 'Who',
    by: ({ actor }) => actor,
    cell: ({ actor, principal }) => (
      <>
        <Who arn={actor} />
        {principal !== actor && (
          <div className="small soft">
            as <Who arn={principal} />
          </div>
        )}
      </>
    ),
  },
  {
    name: 'Did',
    by: ({ action }) => action,
    cell: ({ action }) => <code>{action}</code>,
  },
  {
    name: 'To',
    cell: ({ resource, detail }) => (
      <span className="breakable">
        <span title={resource}>{withoutService(resource)}</span>
        {Object.keys(detail).length > 0 && (
          <details className="small soft">
            <summary>detail</summary>
            <code>{JSON.stringify(detail)}</code>
          </details>
        )}
      </span>
    ),
  },
  {
    name: 'Decision',
    tight: true,
    by: ({ decision }) => decision,
    cell: ({ decision }) => <Pill tone={decision === 'denied' ? 'bad' : 'good'}>{decision}</Pill>,
  },
]

/** Who did what, when, as whom? The record that cannot be changed behind your back. */
export function AuditScreen() {
  const wanted = useSearch({ strict: false }) as Wanted
  const navigate = useNavigate()
  const records = usePages('listAudit', { query: wanted })
  const want = (change: object) =>
    void navigate({ to: '/audit', search: { ...wanted, ...change } as never, replace: true })
  return (
    <AuditPage>
      <Filters wanted={wanted} want={want} />
      <Panel flush>
        <Answer to={records} lines={8} emptyNotice={<Notice icon="audit" title="No such record" />}>
          {(rows) => (
            <DataTable
              label="Audit"
              columns={COLUMNS}
              rows={rows}
              rowKey={({ id }) => id}
              more={records.more}
            />
          )}
        </Answer>
      </Panel>
    </AuditPage>
  )
}

function Filters({ wanted, want }: { wanted: Wanted; want: (change: object) => void }) {
  return (
    <search className="filters">
      <TextField
        wide
        label="Resource"
        placeholder="ARN, s3:// location or id"
        value={wanted.resource ?? ''}
        change={(resource) => want({ resource: resource || undefined })}
      />
      <TextField
        label="Principal"
        value={wanted.principal ?? ''}
        change={(principal) => want({ principal: principal || undefined })}
      />
      <TextField
        label="Action"
        placeholder="catalog."
        value={wanted.action ?? ''}
        change={(action) => want({ action: action || undefined })}
      />
      <ChoiceField
        label="Decision"
        value={wanted.decision ?? ''}
        change={(decision) => want({ decision: decision || undefined })}
        choices={[
          ['', 'Any'],
          ['denied', 'Denied'],
          ['allowed', 'Allowed'],
        ]}
      />
    </search>
  )
}

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

function AuditPage({ children }: { children: React.ReactNode }) {
  return (
    <Page
      title="Audit"
      lead="Who did what, as whom, to what, and whether it was allowed."
      tabs={
        <Tabs
          label="Audit"
          tabs={[
            ['Records', '/audit'],
            ['Proof', '/audit/chains'],
          ]}
        />
      }
    >
      {children}
    </Page>
  )
}
