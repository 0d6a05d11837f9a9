import type { AuditExport } from '@millrace/contract'
import { useAct, useAsk } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { FormTrouble } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { EXPORT_TONES } from '../../ui/tones.ts'
import { Meter, Pill, Time, Who } from '../../ui/values.tsx'
import { count, counted } from '../../ui/words.ts'
import { AccountField } from './account-field.tsx'
import { AuditPage } from './frame.tsx'
import { useWanted } from './wanted.ts'

const EVERY_MS = 3000

const COLUMNS: readonly TableColumn<AuditExport>[] = [
  {
    name: 'Asked',
    tight: true,
    by: ({ askedAt }) => askedAt,
    cell: ({ askedAt, askedBy }) => (
      <>
        <Time at={askedAt} />
        <div className="small soft breakable">
          by <Who arn={askedBy} />
        </div>
      </>
    ),
  },
  {
    name: 'Place',
    by: ({ location }) => location,
    cell: ({ location, format }) => (
      <span className="breakable">
        <code>{location}</code>
        <div className="small soft">{format === 'jsonl' ? 'JSON lines' : 'Parquet'}</div>
      </span>
    ),
  },
  {
    name: 'Records',
    tight: true,
    cell: ({ firstSequence, lastSequence }) => `${count(firstSequence)} to ${count(lastSequence)}`,
  },
  {
    name: 'State',
    by: ({ state }) => state,
    cell: ({ state, reason, every, nextAt }) => (
      <span className="breakable">
        <Pill tone={EXPORT_TONES[state]}>{state}</Pill>
        {every && (
          <div className="small soft">
            goes on every {every}
            {nextAt && (
              <>
                , next <Time at={nextAt} />
              </>
            )}
          </div>
        )}
        {reason && <div className="small bad">{reason}</div>}
      </span>
    ),
  },
  { name: 'Written', cell: (one) => <Progress of={one} /> },
  { name: 'Action', tight: true, cell: (one) => <Stop of={one} /> },
]

/** What is there stays. */
function Stop({ of: { id, state, location } }: { of: AuditExport }) {
  const stop = useAct('stopAuditExport', ['listAuditExports'])
  if (state !== 'running' && state !== 'waiting') return null
  return (
    <>
      <button
        type="button"
        className="button"
        aria-label={`Stop the export to ${location}`}
        disabled={stop.isPending}
        onClick={() => stop.mutate({ params: { id } })}
      >
        Stop
      </button>
      <FormTrouble error={stop.error} />
    </>
  )
}

/** Which pieces of the audit are kept elsewhere, and how far is each? */
export function ExportsScreen() {
  const { wanted, want } = useWanted()
  const query = wanted.account ? { account: wanted.account } : {}
  const exports = useAsk('listAuditExports', { query }, { everyMs: EVERY_MS })
  return (
    <AuditPage>
      <search className="filters">
        <AccountField value={wanted.account} change={(account) => want({ account })} />
      </search>
      <Panel flush>
        <Answer
          to={exports}
          empty={({ items }) => items.length === 0}
          emptyNotice={
            <Notice icon="audit" title="No export yet">
              <p>
                “Export…” above writes the audit, or a period of it, to a place in S3, where other
                tools read it and its seals can be held against the platform’s.
              </p>
            </Notice>
          }
        >
          {({ items }) => (
            <DataTable label="Exports" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
          )}
        </Answer>
      </Panel>
    </AuditPage>
  )
}

function Progress({ of: { firstSequence, lastSequence, written, files } }: { of: AuditExport }) {
  const all = lastSequence - firstSequence + 1
  return (
    <div>
      {`${count(written)} of ${count(all)}`}
      <span className="small faint"> · {counted(files, 'file')}</span>
      <Meter share={written / all} />
    </div>
  )
}
