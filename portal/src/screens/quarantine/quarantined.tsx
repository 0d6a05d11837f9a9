import type { QuarantineDetail } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { FormTrouble, LongTextField } from '../../ui/fields.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { QUARANTINE_TONES } from '../../ui/tones.ts'
import { Facts, Pill, Time, Who } from '../../ui/values.tsx'
import { counted } from '../../ui/words.ts'

/** Release it or not? */
export function QuarantinedPage({ item }: { item: QuarantineDetail }) {
  return (
    <Page
      title={`${item.feed}, ${item.day}, vintage ${item.vintage}`}
      lead={item.reasons.map(({ text, count }) => `${text} (${count})`).join('; ')}
      trail={[['Quarantine', '/quarantine']]}
      marks={<Pill tone={QUARANTINE_TONES[item.state]}>{item.state}</Pill>}
      action={
        <Link className="button" to={paths.delivery(item.deliveryId)}>
          The whole delivery
        </Link>
      }
    >
      <div className="beside">
        <Panel title={counted(item.samples.length, 'example')} flush>
          <DataTable
            label="Examples"
            rows={item.samples}
            rowKey={({ file, line, column, reason }) => `${file}:${line}:${column}:${reason}`}
            columns={[
              { name: 'Line', number: true, cell: ({ line }) => line ?? '–', by: (s) => s.line },
              { name: 'Column', cell: ({ column }) => column ?? '–', by: (s) => s.column },
              { name: 'Reason', cell: ({ reason }) => reason, by: (s) => s.reason },
              {
                name: 'As received',
                cell: ({ content }) => <code className="breakable">{content ?? '–'}</code>,
              },
              { name: 'File', cell: ({ file }) => <span className="faint">{file}</span> },
            ]}
          />
        </Panel>
        <Panel title="Decision">
          {item.state === 'open' ? <Decision item={item} /> : <Decided item={item} />}
        </Panel>
      </div>
    </Page>
  )
}

const OUTCOMES: Readonly<Record<QuarantineDetail['state'], string>> = {
  open: 'open',
  released: 'released as it is, and loaded',
  rejected: 'rejected: it is never loaded',
  superseded: 'superseded: a later vintage took its place',
}

function Decided({ item }: { item: QuarantineDetail }) {
  return (
    <Facts
      facts={[
        ['Outcome', OUTCOMES[item.state]],
        ['By', item.decidedBy && <Who key="by" arn={item.decidedBy} />],
        ['When', item.decidedAt && <Time key="at" at={item.decidedAt} both />],
        ['Note', item.note],
      ]}
    />
  )
}

function Decision({ item }: { item: QuarantineDetail }) {
  const [note, setNote] = useState('')
  const decide = useAct('decideQuarantine', ['getQuarantine', 'listQuarantine', 'getCalendar'])
  if (!item.mayDecide) return <p className="soft">The producer of this feed decides.</p>
  const say = (decision: 'release' | 'reject') =>
    decide.mutate({ params: { id: item.id }, body: { decision, note } })
  const ready = note.trim().length >= 3 && !decide.isPending
  return (
    <div className="stack">
      <LongTextField
        label="Why"
        hint="Stays with the delivery and in the audit."
        value={note}
        change={setNote}
        required
      />
      <FormTrouble error={decide.error} />
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={!ready}
          onClick={() => say('reject')}
        >
          Reject, wait for a resend
        </button>
        <button
          type="button"
          className="button danger"
          disabled={!ready}
          onClick={() => say('release')}
        >
          Release as it is
        </button>
      </div>
    </div>
  )
}
