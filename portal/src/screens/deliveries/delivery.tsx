import type { Delivery, Vintage } from '@millrace/contract'
import { Link, useParams } from '@tanstack/react-router'
import { useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { DELIVERY_TONES } from '../../ui/tones.ts'
import { Facts, Pill, Time } from '../../ui/values.tsx'
import { bytes, count, counted } from '../../ui/words.ts'

/** What exactly came, when, and what is wrong with it? */
export function DeliveryScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const delivery = useAsk('getDelivery', { params: { id } })
  return (
    <Answer to={delivery} lines={8} page>
      {(data) => <DeliveryPage delivery={data} />}
    </Answer>
  )
}

function DeliveryPage({ delivery }: { delivery: Delivery }) {
  const { feed, day, state, expectedAt, vintages } = delivery
  return (
    <Page
      title={`${feed.name}, ${day}`}
      lead={[feed.vendor, feed.method?.toUpperCase(), feed.schedule].filter(Boolean).join(' · ')}
      trail={[['Deliveries', '/deliveries']]}
      marks={<Pill tone={DELIVERY_TONES[state]}>{state}</Pill>}
      action={
        feed.dataset && (
          <Link className="button" to={paths.dataset(feed.dataset)}>
            Open {feed.dataset.database}.{feed.dataset.table}
          </Link>
        )
      }
    >
      <div className="stack loose">
        {feed.simulated && (
          <p className="callout warn">
            The vendor’s clock is simulated. Landing and availability are real.
          </p>
        )}
        {vintages.length === 0 && (
          <Panel title="Nothing came yet">
            {expectedAt ? (
              <>
                Expected <Time at={expectedAt} both />.
              </>
            ) : (
              'No time was agreed.'
            )}
          </Panel>
        )}
        {vintages.map((vintage) => (
          <VintagePanel key={vintage.number} vintage={vintage} delivery={delivery} />
        ))}
      </div>
    </Page>
  )
}

function VintagePanel({ vintage, delivery }: { vintage: Vintage; delivery: Delivery }) {
  const latest = vintage === delivery.vintages[0] && delivery.vintages.length > 1
  return (
    <Panel
      title={`Vintage ${vintage.number}${latest ? ', the latest' : ''}`}
      aside={<Pill tone={DELIVERY_TONES[vintage.state]}>{vintage.state}</Pill>}
    >
      <div className="columns">
        <div className="stack">
          <h3 className="small soft">The clocks</h3>
          <Clocks vintage={vintage} delivery={delivery} />
        </div>
        <div className="stack">
          <h3 className="small soft">The checks</h3>
          <Checks vintage={vintage} />
        </div>
        <div className="stack">
          <h3 className="small soft">{counted(vintage.files.length, 'file')}, kept as received</h3>
          <Files vintage={vintage} />
        </div>
      </div>
    </Panel>
  )
}

function Clocks({ vintage, delivery }: { vintage: Vintage; delivery: Delivery }) {
  const clock = (at: string | undefined) => at && <Time key={at} at={at} both />
  return (
    <Facts
      facts={[
        ['Event', delivery.day],
        ['Published', clock(vintage.publishedAt) ?? 'not said by the vendor'],
        ['Expected', clock(delivery.expectedAt)],
        ['Landed', clock(vintage.landedAt)],
        ['Available', clock(vintage.availableAt) ?? 'not available'],
        ['Rows', vintage.rowCount === undefined ? undefined : count(vintage.rowCount)],
        [
          'Quarantined',
          vintage.quarantinedRows ? counted(vintage.quarantinedRows, 'row') : undefined,
        ],
      ]}
    />
  )
}

/** Only what was found is listed, so nothing found has to be said. */
const PASSED: Partial<Record<Vintage['state'], string>> = {
  loaded: 'All passed: nothing was found.',
  rejected: 'Nothing was found.',
}
const OUTCOMES = { passed: 'good', failed: 'bad', warned: 'warn', skipped: '' } as const

function Checks({ vintage }: { vintage: Vintage }) {
  if (vintage.checks.length === 0)
    return <p className="soft">{PASSED[vintage.state] ?? 'Not checked yet.'}</p>
  return (
    <ol className="steps">
      {vintage.checks.map(({ name, outcome, detail }) => (
        <li key={name} className={OUTCOMES[outcome]}>
          {name} <span className="faint small">{outcome}</span>
          <div className="small soft">{detail}</div>
        </li>
      ))}
    </ol>
  )
}

function Files({ vintage }: { vintage: Vintage }) {
  return (
    <ul className="stack">
      {vintage.files.map(({ name, sizeBytes, sha256, location }) => (
        <li key={location} className="breakable">
          <b>{name}</b> <span className="faint">{bytes(sizeBytes)}</span>
          <div className="small soft">
            sha256 <code>{sha256.slice(0, 16)}…</code>
            <CopyButton text={sha256} label={`Copy the checksum of ${name}`} />
          </div>
          <code className="small faint">{location}</code>
        </li>
      ))}
    </ul>
  )
}
