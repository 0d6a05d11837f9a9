import type { Calendar } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useAsk, usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DELIVERY_TONES, REQUEST_TONES } from '../../ui/tones.ts'
import { Pill, Time, Who } from '../../ui/values.tsx'
import { Brief } from './brief.tsx'

export function RequestsNow() {
  const asked = usePages('listAccessRequests', { query: { box: 'waiting' } })
  return (
    <Brief
      title="Requests that wait for you"
      all="/approvals"
      asked={asked}
      none="Nobody waits for your decision."
      itemKey={({ id }) => id}
      row={(request) => (
        <>
          <Link to="/approvals">
            <Who arn={request.principal} /> to {request.dataset.database}.{request.dataset.table}
          </Link>
          <span className="faint small">
            <Time at={request.requestedAt} />
          </span>
        </>
      )}
    />
  )
}

/** Access that ends soon: one's own to renew, and that of others for who grants it. */
export function EndingNow() {
  const asked = usePages('listEndingGrants')
  return (
    <Brief
      title="Access that ends soon"
      all="/access"
      asked={asked}
      none="No access ends within two weeks."
      itemKey={({ id }) => id}
      row={({ principal, on, endsAt }) => (
        <>
          <Link to="/access">
            <Who arn={principal} />: {on}
          </Link>
          <span className="faint small">{endsAt && <Time at={endsAt} />}</span>
        </>
      )}
    />
  )
}

/** What this person asked for: the answer is news. */
export function AskedNow() {
  const asked = usePages('listAccessRequests', { query: { box: 'mine' } })
  return (
    <Brief
      title="What you asked for"
      all="/access/requests"
      asked={asked}
      none="You asked for no access yet."
      itemKey={({ id }) => id}
      row={({ dataset, state }) => (
        <>
          <Link to={paths.dataset(dataset)}>
            {dataset.database}.{dataset.table}
          </Link>
          <Pill tone={REQUEST_TONES[state]}>{state}</Pill>
        </>
      )}
    />
  )
}

export function QuarantineNow() {
  const asked = usePages('listQuarantine')
  const open = asked.data?.filter(({ state }) => state === 'open')
  return (
    <Brief
      title="In quarantine"
      all="/quarantine"
      asked={{ ...asked, data: open }}
      none="Nothing waits in quarantine."
      itemKey={({ id }) => id}
      row={(item) => (
        <>
          <Link to={paths.quarantine(item.id)}>
            {item.feed}, {item.day}
          </Link>
          <span className="bad small">{item.reasons[0]?.text}</span>
        </>
      )}
    />
  )
}

export function TrialsNow() {
  const asked = usePages('listTrials')
  const open = asked.data?.filter(({ stage }) => stage !== 'decided')
  return (
    <Brief
      title="Open trials"
      all="/trials"
      asked={{ ...asked, data: open }}
      none="No trial is open."
      itemKey={({ id }) => id}
      row={(trial) => (
        <>
          <Link to={paths.trial(trial.id)}>{trial.title}</Link>
          <span className="faint small">
            {trial.stage}, ends <Time at={trial.endsAt} />
          </span>
        </>
      )}
    />
  )
}

export function DeliveriesNow() {
  const asked = useAsk('getCalendar')
  const late = asked.data && lateOnes(asked.data)
  return (
    <Brief
      title="Deliveries that did not come right"
      all="/deliveries"
      asked={{ ...asked, data: late }}
      none="Everything that was expected is here."
      itemKey={({ deliveryId }) => deliveryId}
      row={({ feed, day, state, deliveryId }) => (
        <>
          <Link to={paths.delivery(deliveryId)}>
            {feed}, {day}
          </Link>
          <Pill tone={DELIVERY_TONES[state]}>{state}</Pill>
        </>
      )}
    />
  )
}

function lateOnes({ feeds }: Calendar) {
  const wrong = new Set(['late', 'missing', 'quarantined'])
  return feeds
    .flatMap(({ feed, days }) => days.map((day) => ({ ...day, feed: feed.name })))
    .filter(({ state }) => wrong.has(state))
    .sort((left, right) => right.day.localeCompare(left.day))
}
