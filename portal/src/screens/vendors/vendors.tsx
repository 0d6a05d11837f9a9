import type { Feed, VendorDetail } from '@millrace/contract'
import { Link, useParams } from '@tanstack/react-router'
import { useAsk, usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Facts, Pill, Time } from '../../ui/values.tsx'
import { NewFeedLink } from '../feeds/new-feed-link.tsx'
import { NewVendor } from './vendor-dialog.tsx'

const TONES = { prospect: 'info', agreement: 'good', closed: 'mute' } as const

/** Who sends, who might, and what is next with each. */
export function VendorsScreen() {
  const vendors = usePages('listVendors')
  return (
    <Page
      title="Vendors"
      lead="Prospects seen, agreements reached, and what is next with each."
      action={<NewVendor />}
    >
      <Panel flush>
        <Answer
          to={vendors}
          emptyNotice={
            <Notice icon="vendor" title="No vendor yet">
              <p>A source somebody saw starts here as a prospect.</p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Vendors"
              rows={rows}
              rowKey={({ id }) => id}
              more={vendors.more}
              columns={[
                {
                  name: 'Vendor',
                  by: ({ name }) => name,
                  cell: ({ id, name }) => <Link to={paths.vendor(id)}>{name}</Link>,
                },
                {
                  name: 'Stage',
                  cell: ({ stage }) => <Pill tone={TONES[stage]}>{stage}</Pill>,
                  by: ({ stage }) => stage,
                },
                { name: 'Feeds', number: true, cell: ({ feeds }) => feeds, by: (row) => row.feeds },
                { name: 'Next step', cell: ({ nextStep }) => nextStep ?? '–' },
                { name: 'Seen by', cell: ({ seenBy }) => seenBy ?? '–' },
              ]}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  )
}

export function VendorScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const vendor = useAsk('getVendor', { params: { id } })
  return (
    <Answer to={vendor} page>
      {(data) => <VendorPage vendor={data} />}
    </Answer>
  )
}

const FEEDS: readonly TableColumn<Feed>[] = [
  { name: 'Feed', cell: ({ name }) => name },
  {
    name: 'How',
    cell: ({ method = '', direction = '' }) => `${method.toUpperCase()} ${direction}`,
  },
  { name: 'When', cell: ({ schedule }) => schedule },
  {
    name: 'Loads',
    cell: ({ dataset }) =>
      dataset ? (
        <Link to={paths.dataset(dataset)}>
          {dataset.database}.{dataset.table}
        </Link>
      ) : (
        '–'
      ),
  },
]

function VendorPage({ vendor }: { vendor: VendorDetail }) {
  const { agreement, contacts } = vendor
  const terms = (agreement?.terms ?? []).map(({ name, text }) => [name, text] as const)
  return (
    <Page
      title={vendor.name}
      lead={vendor.nextStep && `Next: ${vendor.nextStep}`}
      trail={[['Vendors', '/vendors']]}
      action={<NewFeedLink vendorId={vendor.id} />}
      marks={<Pill tone={TONES[vendor.stage]}>{vendor.stage}</Pill>}
    >
      <div className="beside">
        <Panel title="Feeds" flush>
          <DataTable label="Feeds" columns={FEEDS} rows={vendor.feedList} rowKey={({ id }) => id} />
        </Panel>
        <div className="stack loose">
          <Panel title="Agreement">
            {agreement ? (
              <Facts
                facts={[
                  ['Since', <Time key="at" at={agreement.agreedAt} />],
                  ['Licence', agreement.licence],
                  ...terms,
                ]}
              />
            ) : (
              <p className="soft">None reached yet.</p>
            )}
          </Panel>
          <Panel title="Contacts">
            <Facts facts={contacts.map((c) => [c.role, `${c.name}, ${c.address}`] as const)} />
          </Panel>
        </div>
      </div>
    </Page>
  )
}
