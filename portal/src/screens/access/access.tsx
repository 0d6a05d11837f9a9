import type { AccessRequest, Grant } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Page, Panel, Tabs } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { REQUEST_TONES } from '../../ui/tones.ts'
import { Pill, Time, Who } from '../../ui/values.tsx'
import { Renew } from './renew.tsx'
import { Term } from './term.tsx'

const GRANTS: readonly TableColumn<Grant>[] = [
  { name: 'On', cell: ({ on }) => on, by: ({ on }) => on },
  { name: 'You may', cell: ({ permissions }) => permissions.join(', ').toLowerCase() },
  { name: 'Rows', cell: ({ rowFilter }) => rowFilter ?? 'all' },
  { name: 'As', cell: ({ principal }) => <Who arn={principal} /> },
  { name: 'Source', cell: ({ source }) => (source === 'tags' ? 'by tags' : 'by name') },
  { name: 'From', cell: ({ grantedBy }) => (grantedBy ? <Who arn={grantedBy} /> : '–') },
  {
    name: 'Ends',
    by: ({ endsAt }) => endsAt,
    cell: (grant) => (
      <span className="row">
        <Term {...grant} />
      </span>
    ),
  },
  { name: 'Go on', tight: true, cell: (grant) => <Renew grant={grant} /> },
]

/** What may I read, since when, from whom, until when? */
export function MyAccessScreen() {
  const grants = usePages('listGrants')
  return (
    <AccessPage>
      <Panel flush>
        <Answer
          to={grants}
          emptyNotice={
            <Notice icon="key" title="Nothing was granted to you by name or tag">
              <p>Find a dataset and ask for it there; policies of your account may still apply.</p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Grants"
              columns={GRANTS}
              rows={rows}
              rowKey={({ id }) => id}
              more={grants.more}
            />
          )}
        </Answer>
      </Panel>
    </AccessPage>
  )
}

export function MyRequestsScreen() {
  const requests = usePages('listAccessRequests', { query: { box: 'mine' } })
  return (
    <AccessPage>
      <Panel flush>
        <Answer
          to={requests}
          emptyNotice={<Notice icon="inbox" title="You asked for nothing yet" />}
        >
          {(rows) => (
            <DataTable
              label="Requests"
              columns={REQUESTS}
              rows={rows}
              rowKey={({ id }) => id}
              more={requests.more}
            />
          )}
        </Answer>
      </Panel>
    </AccessPage>
  )
}

function AccessPage({ children }: { children: React.ReactNode }) {
  return (
    <Page
      title="My access"
      lead="Each grant that counts for you, with its source and its end."
      action={
        <Link className="button primary" to="/search">
          Find something to ask for
        </Link>
      }
      tabs={
        <Tabs
          label="My access"
          tabs={[
            ['Grants', '/access'],
            ['Requests', '/access/requests'],
          ]}
        />
      }
    >
      {children}
    </Page>
  )
}

const REQUESTS: readonly TableColumn<AccessRequest>[] = [
  {
    name: 'Dataset',
    cell: ({ dataset }) => (
      <Link to={paths.dataset(dataset)}>
        {dataset.database}.{dataset.table}
      </Link>
    ),
  },
  { name: 'Asked', cell: ({ requestedAt }) => <Time at={requestedAt} />, by: (r) => r.requestedAt },
  { name: 'Reason', cell: ({ reason }) => reason },
  { name: 'Answer', cell: ({ state }) => <Pill tone={REQUEST_TONES[state]}>{state}</Pill> },
  { name: 'By', cell: ({ decidedBy }) => (decidedBy ? <Who arn={decidedBy} /> : '–') },
  { name: 'Note', cell: ({ note }) => note ?? '–' },
]
