import type { AuditRecord } from '@millrace/contract'
import { useState } from 'react'
import { usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Instant, Pill, Who } from '../../ui/values.tsx'
import { withoutService } from '../../ui/words.ts'
import { datasetOf, nameIn } from './dataset-of.ts'
import { Filters } from './filters.tsx'
import { AuditPage } from './frame.tsx'
import { RecordDialog } from './record-dialog.tsx'
import { narrowed, queryOf, useWanted, type Wanted } from './wanted.ts'

const COLUMNS: readonly TableColumn<AuditRecord>[] = [
  { name: 'When', tight: true, cell: ({ at }) => <Instant at={at} />, by: ({ at }) => at },
  {
    name: 'Who',
    by: ({ actor }) => actor,
    cell: ({ actor, principal }) => (
      <span className="breakable">
        <Who arn={actor} />
        {principal !== actor && (
          <div className="small soft">
            as <Who arn={principal} />
          </div>
        )}
      </span>
    ),
  },
  {
    name: 'Did',
    by: ({ action }) => action,
    cell: ({ action }) => <code>{action}</code>,
  },
  {
    name: 'To',
    cell: ({ resource, detail, accountId }) => (
      <span className="breakable">
        <span title={resource}>{shortResource(resource, accountId)}</span>
        {typeof detail.purpose === 'string' && (
          <div className="small soft">for: {detail.purpose}</div>
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
  const { wanted, want } = useWanted()
  const records = usePages('listAudit', { query: queryOf(wanted) })
  const [opened, setOpened] = useState<AuditRecord>()
  const actions = [...new Set(records.data?.map(({ action }) => action))].sort()
  return (
    <AuditPage>
      <Filters wanted={wanted} want={want} actions={actions} />
      <Panel flush>
        <Answer to={records} lines={8} emptyNotice={<NoRecord wanted={wanted} want={want} />}>
          {(rows) => (
            <DataTable
              label="Audit"
              columns={[...COLUMNS, detailsColumn(setOpened)]}
              rows={rows}
              rowKey={({ id }) => id}
              more={records.more}
            />
          )}
        </Answer>
      </Panel>
      {opened && (
        <RecordDialog record={opened} wanted={wanted} close={() => setOpened(undefined)} />
      )}
    </AuditPage>
  )
}

/** A dataset by its name, anything else as it is on record. */
function shortResource(resource: string, accountId: string): string {
  const dataset = datasetOf(resource)
  return dataset ? nameIn(accountId, dataset) : withoutService(resource)
}

function detailsColumn(open: (record: AuditRecord) => void): TableColumn<AuditRecord> {
  return {
    name: 'Details',
    tight: true,
    cell: (record) => (
      <button
        type="button"
        className="button small"
        aria-label={`Open record ${record.id}`}
        onClick={() => open(record)}
      >
        Open
      </button>
    ),
  }
}

function NoRecord({ wanted, want }: { wanted: Wanted; want: (next: Wanted) => void }) {
  if (!narrowed(wanted))
    return (
      <Notice icon="audit" title="Nothing is on record yet">
        <p>
          The first use of data, change of rules or refusal in this account is its first record.
        </p>
      </Notice>
    )
  const { account } = wanted
  return (
    <Notice
      icon="audit"
      title="No record matches"
      action={
        <button type="button" className="button" onClick={() => want(account ? { account } : {})}>
          Clear the filters
        </button>
      }
    >
      <p>Filters add up: take one away, or widen the period.</p>
      {wanted.dataset && (
        <p>
          A dataset is <code>database.table</code> of the account whose audit this is, one of
          another account <code>account/database.table</code>.
        </p>
      )}
      {(wanted.person || wanted.role) && (
        <p>
          A name is that of a user or role of the account; who is of another account is found by
          their ARN, or by the principal id that the record shows.
        </p>
      )}
      {wanted.action && <p>An action is written in full, as the records show it.</p>}
    </Notice>
  )
}
