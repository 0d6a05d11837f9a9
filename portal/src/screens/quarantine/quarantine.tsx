import type { QuarantineItem } from '@millrace/contract'
import { Link, useParams } from '@tanstack/react-router'
import { useAsk, usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { QUARANTINE_TONES } from '../../ui/tones.ts'
import { Pill, Time } from '../../ui/values.tsx'
import { count } from '../../ui/words.ts'
import { QuarantinedPage } from './quarantined.tsx'

const COLUMNS: readonly TableColumn<QuarantineItem>[] = [
  {
    name: 'Delivery',
    by: ({ feed, day }) => `${feed} ${day}`,
    cell: ({ id, feed, day, vintage }) => (
      <Link to={paths.quarantine(id)}>
        {feed}, {day}, vintage {vintage}
      </Link>
    ),
  },
  { name: 'Vendor', cell: ({ vendor }) => vendor, by: ({ vendor }) => vendor },
  { name: 'Why', cell: ({ reasons }) => reasons.map(({ text }) => text).join('; ') },
  {
    name: 'Found',
    number: true,
    cell: ({ reasons }) => count(reasons.reduce((sum, reason) => sum + reason.count, 0)),
  },
  {
    name: 'Since',
    cell: ({ quarantinedAt }) => <Time at={quarantinedAt} />,
    by: ({ quarantinedAt }) => quarantinedAt,
  },
  {
    name: 'State',
    by: ({ state }) => state,
    cell: ({ state }) => <Pill tone={QUARANTINE_TONES[state]}>{state}</Pill>,
  },
]

/** What failed a check and waits for somebody to say what becomes of it. */
export function QuarantineScreen() {
  const items = usePages('listQuarantine')
  return (
    <Page
      title="Quarantine"
      lead="Files and rows that failed a check. Nothing in here is readable as data."
    >
      <Panel flush>
        <Answer
          to={items}
          emptyNotice={
            <Notice icon="check" title="Quarantine is empty">
              <p>Everything that came passed its checks.</p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Quarantine"
              columns={COLUMNS}
              rows={rows}
              rowKey={({ id }) => id}
              more={items.more}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  )
}

export function QuarantinedScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const item = useAsk('getQuarantine', { params: { id } })
  return (
    <Answer to={item} page>
      {(data) => <QuarantinedPage item={data} />}
    </Answer>
  )
}
