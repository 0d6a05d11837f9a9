import type { AccessRequest } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { FormTrouble, TextField } from '../../ui/fields.tsx'
import { Page } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Time, Who } from '../../ui/values.tsx'

/** Shall I grant this? */
export function ApprovalsScreen() {
  const waiting = usePages('listAccessRequests', { query: { box: 'waiting' } })
  return (
    <Page title="Approvals" lead="Requests that you can decide. A grant ends when it says so.">
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
    </Page>
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
          asks to read{' '}
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

function Decision({ request: { id } }: { request: AccessRequest }) {
  const [note, setNote] = useState('')
  const decide = useAct('decideAccessRequest', ['listAccessRequests', 'listGrants'])
  const say = (decision: 'grant' | 'refuse') =>
    decide.mutate({ params: { id }, body: { decision, ...(note ? { note } : {}) } })
  return (
    <div className="filters" style={{ margin: 0 }}>
      <TextField
        wide
        label="Note to the person"
        placeholder="optional"
        value={note}
        change={setNote}
      />
      <button
        type="button"
        className="button primary"
        disabled={decide.isPending}
        onClick={() => say('grant')}
      >
        Grant
      </button>
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
