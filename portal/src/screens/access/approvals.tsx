import type { AccessRequest, ShownAccessRequest } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useAsk, usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { FormTrouble, TextField } from '../../ui/fields.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Time, Who } from '../../ui/values.tsx'
import { ApprovalsPage } from './approvals-page.tsx'
import { CostsList, EffectsTable, GiftsTable } from './effects.tsx'

/** Shall I grant this? */
export function ApprovalsScreen() {
  const waiting = usePages('listAccessRequests', { query: { box: 'waiting' } })
  return (
    <ApprovalsPage lead="Requests that you can decide. A grant ends when it says so.">
      <div className="panel">
        <Answer
          to={waiting}
          emptyNotice={<Notice icon="inbox" title="Nobody waits for your decision" />}
        >
          {(requests) => (
            <ul>
              {requests.map((request) => (
                <Waiting key={request.id} request={request} />
              ))}
            </ul>
          )}
        </Answer>
      </div>
    </ApprovalsPage>
  )
}

function Waiting({ request }: { request: AccessRequest }) {
  const { dataset, principal, requestedAt, reason, effect, endsAt } = request
  return (
    <li className="found">
      <div className="row apart">
        <p>
          <b>
            <Who arn={principal} />
          </b>{' '}
          asks {wishOf(request)}{' '}
          <Link to={paths.dataset(dataset)}>
            {dataset.database}.{dataset.table}
          </Link>
        </p>
        <span className="small faint">
          <Time at={requestedAt} />
        </span>
      </div>
      <p>“{reason}”</p>
      <p className="small soft">
        {effect && <>{effect} </>}
        {endsAt ? (
          <>
            Would end <Time at={endsAt} both />.
          </>
        ) : (
          'Asks for no end.'
        )}{' '}
        <Link to={paths.dataset(dataset, 'why')} search={{ principal } as never}>
          What they may read now
        </Link>
      </p>
      {request.mayDecide && <Decision request={request} />}
    </li>
  )
}

function wishOf({ permissions }: AccessRequest): string {
  const reads = permissions.every((one) => one === 'SELECT' || one === 'DESCRIBE')
  return reads ? 'to read' : `for ${permissions.join(', ')} on`
}

/** To look makes the grant and takes it back, on record: only for who wants to decide. */
function Decision({ request }: { request: AccessRequest }) {
  const { id, dataset, principal, mayGrant } = request
  const [opened, setOpened] = useState(false)
  if (opened) return <Trial id={id} />
  const word = mayGrant ? 'Look and decide' : 'Refuse'
  const what = `${principal.split(':').at(-1)} on ${dataset.database}.${dataset.table}`
  return (
    <button
      type="button"
      className="button"
      aria-label={`${word}: ${what}`}
      onClick={() => setOpened(true)}
    >
      {word}
    </button>
  )
}

/** What it would change, who agreed to that, and one’s own word. */
function Trial({ id }: { id: string }) {
  const shown = useAsk('getAccessRequest', { params: { id } }, { onFocus: false })
  return (
    <Answer to={shown}>
      {(request) => (
        <>
          {request.seen && <EffectsTable seen={request.seen} />}
          {request.seen && <CostsList seen={request.seen} />}
          {request.seen && <GiftsTable gives={request.seen.gives} />}
          {!request.mayGrant && <OnlyRefused refusal={request.refusal} />}
          <Agreed request={request} />
          <Verdict request={request} lookAgain={() => void shown.refetch()} />
        </>
      )}
    </Answer>
  )
}

function OnlyRefused({ refusal }: Pick<ShownAccessRequest, 'refusal'>) {
  return refusal === undefined ? (
    <p className="small soft">Rules name others to approve this: you can refuse it.</p>
  ) : (
    <p className="small bad">You could not make this grant, but can refuse it: {refusal}</p>
  )
}

function Agreed({ request: { approvals, waitsFor } }: { request: ShownAccessRequest }) {
  return (
    <>
      {approvals.map(({ principal, approvedAt, counts }) => (
        <p key={`${principal} ${approvedAt}`} className="small soft">
          <Who arn={principal} /> approved <Time at={approvedAt} />
          {counts ? '.' : ', but saw other effects: asked again.'}
        </p>
      ))}
      {waitsFor.map(({ rule, persons, approvers }) => (
        <p key={rule} className="small soft">
          Rule “{rule}” waits for {persons} more of{' '}
          {approvers.map((arn, at) => (
            <span key={arn}>
              {at > 0 && ', '}
              <Who arn={arn} />
            </span>
          ))}
          .
        </p>
      ))}
    </>
  )
}

function Verdict(props: { request: ShownAccessRequest; lookAgain: () => void }) {
  const { id, seen } = props.request
  const [note, setNote] = useState('')
  const decide = useAct('decideAccessRequest', [
    ...(['listAccessRequests', 'getAccessRequest', 'listGrants'] as const),
  ])
  const say = (decision: 'grant' | 'refuse', digest?: string) =>
    decide.mutate(
      {
        params: { id },
        body: { decision, ...(digest ? { digest } : {}), ...(note ? { note } : {}) },
      },
      { onError: props.lookAgain },
    )
  return (
    <div className="filters" style={{ margin: 0 }}>
      <TextField
        wide
        label="Note to the person"
        placeholder="optional"
        value={note}
        change={setNote}
      />
      {seen && (
        <button
          type="button"
          className="button primary"
          disabled={decide.isPending}
          onClick={() => say('grant', seen.digest)}
        >
          Grant
        </button>
      )}
      <button
        type="button"
        className="button danger"
        disabled={decide.isPending}
        onClick={() => say('refuse')}
      >
        Refuse
      </button>
      <FormTrouble error={decide.error} />
    </div>
  )
}
