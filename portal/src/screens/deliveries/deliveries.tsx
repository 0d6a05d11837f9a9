import type { Calendar } from '@millrace/contract'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { TextField } from '../../ui/fields.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { DELIVERY_TONES } from '../../ui/tones.ts'
import { Pill } from '../../ui/values.tsx'
import { bytes, counted } from '../../ui/words.ts'

type Row = Calendar['feeds'][number]
type Cell = Row['days'][number]

const EVERY_MS = 15_000

/** Did everything arrive? One square a day, one row a feed. */
export function CalendarScreen() {
  const wanted = useSearch({ strict: false }) as { from?: string; to?: string }
  const navigate = useNavigate()
  const calendar = useAsk('getCalendar', { query: wanted }, { everyMs: EVERY_MS })
  const want = (change: object) =>
    void navigate({ to: '/deliveries', search: { ...wanted, ...change } as never, replace: true })
  return (
    <Page
      title="Deliveries"
      lead="What was expected, what came, and what did not, in each feed’s own calendar."
    >
      <search className="filters">
        <TextField
          label="From"
          type="date"
          value={wanted.from ?? calendar.data?.from ?? ''}
          change={(from) => want({ from })}
        />
        <TextField
          label="To"
          type="date"
          value={wanted.to ?? calendar.data?.to ?? ''}
          change={(to) => want({ to })}
        />
      </search>
      {calendar.data?.feeds.length !== 0 && <Legend />}
      <Answer
        to={calendar}
        lines={8}
        empty={({ feeds }) => feeds.length === 0}
        emptyNotice={
          <Panel flush>
            <Notice icon="calendar" title="No feed is expected in these days">
              <p>A feed appears here with its first agreed delivery day.</p>
            </Notice>
          </Panel>
        }
      >
        {(data) => (
          <div className="stack">
            {data.feeds.map((row) => (
              <FeedRow key={row.feed.id} row={row} />
            ))}
          </div>
        )}
      </Answer>
    </Page>
  )
}

function Legend() {
  return (
    <p className="row small soft" style={{ marginBottom: 12 }}>
      {(Object.keys(DELIVERY_TONES) as (keyof typeof DELIVERY_TONES)[]).map((state) => (
        <span key={state} className="row" style={{ gap: 4 }}>
          <span className={`day ${DELIVERY_TONES[state]}`} aria-hidden="true">
            {MARKS[state]}
          </span>
          {state}
        </span>
      ))}
    </p>
  )
}

/** A letter beside the colour, for who cannot tell the colours apart. */
const MARKS: Readonly<Record<Cell['state'], string>> = {
  expected: '·',
  late: 'L',
  missing: 'M',
  fetching: '…',
  landed: 'l',
  loaded: '✓',
  quarantined: 'Q',
  rejected: 'R',
}

function FeedRow({ row: { feed, days } }: { row: Row }) {
  const loaded = days.filter(({ state }) => state === 'loaded').length
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          <Link to={paths.feed(feed.id)}>{feed.name}</Link>{' '}
          {feed.vendor && <span className="faint">from {feed.vendor}</span>}
        </h2>
        <span className="row small soft">
          {feed.simulated && <Pill tone="warn">simulated source</Pill>}
          {feed.paused && <Pill tone="mute">paused</Pill>}
          {feed.method && `${feed.method.toUpperCase()} · `}
          {feed.schedule}
          {days.length > 0 &&
            ` · ${loaded} of ${counted(days.length, 'delivery', 'deliveries')} loaded`}
        </span>
      </div>
      {feed.lastError && (
        <p className="panel-body small">The last look at the source: {feed.lastError}</p>
      )}
      {days.length === 0 && (
        <p className="panel-body small faint">Nothing was due or came in these days.</p>
      )}
      {days.length > 0 && (
        <ul className="panel-body day-grid">
          {days.map((cell) => (
            <li key={cell.deliveryId}>
              <Link
                to={paths.delivery(cell.deliveryId)}
                className={`day ${DELIVERY_TONES[cell.state]}`}
                title={describe(cell)}
                aria-label={describe(cell)}
              >
                {cell.vintages > 1 && cell.state === 'loaded' ? cell.vintages : MARKS[cell.state]}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function describe({ day, state, vintages, sizeBytes, lagMinutes }: Cell): string {
  const parts = [
    `${day}: ${state}`,
    vintages > 1 && counted(vintages, 'vintage'),
    sizeBytes !== undefined && bytes(sizeBytes),
    lagMinutes !== undefined && `${Math.round(lagMinutes)} min after it was expected`,
  ]
  return parts.filter(Boolean).join(', ')
}
