import type { Feed, VendorDetail } from '@millrace/contract'
import { Link, useParams } from '@tanstack/react-router'
import { useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { Facts, Pill, Time, Who } from '../../ui/values.tsx'
import { NewFeedLink } from '../feeds/new-feed-link.tsx'
import { AgreementPanel } from './agreement.tsx'
import { ChangeVendor } from './change-vendor.tsx'
import { STAGE_TONES } from './stage-tones.ts'

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
  { name: 'Feed', cell: ({ id, name }) => <Link to={paths.feed(id)}>{name}</Link> },
  {
    name: 'How',
    cell: ({ method, direction }) =>
      direction === 'push' ? 'pushed' : `${method?.toUpperCase()} pull`,
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
  return (
    <Page
      title={vendor.name}
      lead={vendor.nextStep && `Next: ${vendor.nextStep}`}
      trail={[['Vendors', '/vendors']]}
      action={<NewFeedLink vendorId={vendor.id} />}
      marks={<Pill tone={STAGE_TONES[vendor.stage]}>{vendor.stage}</Pill>}
    >
      <div className="beside">
        <div className="stack loose">
          <Panel title="Feeds" flush>
            <DataTable
              label="Feeds"
              columns={FEEDS}
              rows={vendor.feedList}
              rowKey={({ id }) => id}
            />
          </Panel>
          <Verdicts verdicts={vendor.verdicts} />
        </div>
        <div className="stack loose">
          <Panel title="Who and what next" aside={<ChangeVendor vendor={vendor} />}>
            <Facts facts={standing(vendor)} />
          </Panel>
          <AgreementPanel vendor={vendor} />
          <Contacts contacts={vendor.contacts} />
          <Related vendor={vendor} />
        </div>
      </div>
    </Page>
  )
}

function standing({ owner, seenBy, seenAt, nextStep }: VendorDetail) {
  const who = (arn: string | undefined) => (arn ? <Who arn={arn} /> : '–')
  return [
    ['Looked after by', who(owner)],
    ['Seen by', who(seenBy)],
    ['Seen', seenAt ? <Time key="at" at={seenAt} /> : '–'],
    ['Next step', nextStep ?? '–'],
  ] as const
}

const VERDICTS: readonly TableColumn<VendorDetail['verdicts'][number]>[] = [
  {
    name: 'Trial',
    cell: ({ trialId, title }) => <Link to={paths.trial(trialId)}>{title}</Link>,
  },
  { name: 'Decided', cell: ({ decidedAt }) => <Time at={decidedAt} /> },
  { name: 'Verdict', cell: ({ verdict }) => verdict },
]

/** Nobody tries the same data blindly again. */
function Verdicts({ verdicts }: Pick<VendorDetail, 'verdicts'>) {
  if (verdicts.length === 0) return null
  return (
    <Panel title="Tried before" flush>
      <DataTable
        label="Tried before"
        columns={VERDICTS}
        rows={verdicts}
        rowKey={({ trialId }) => trialId}
      />
    </Panel>
  )
}

function Related({ vendor: { name, related } }: { vendor: VendorDetail }) {
  return (
    <Panel title="What is here already">
      {related.length > 0 ? (
        <ul>
          {related.map((dataset) => (
            <li key={paths.dataset(dataset)}>
              <Link to={paths.dataset(dataset)}>
                {dataset.database}.{dataset.table}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="soft">No dataset that you may find names {name}.</p>
      )}
    </Panel>
  )
}

function Contacts({ contacts }: Pick<VendorDetail, 'contacts'>) {
  return (
    <Panel title="Contacts">
      {contacts.length > 0 ? (
        <Facts facts={contacts.map((c) => [c.role, `${c.name}, ${c.address}`] as const)} />
      ) : (
        <p className="soft">Nobody is named yet.</p>
      )}
    </Panel>
  )
}
