import type { FeedDetail, FeedPlan, FeedVersion, PlanFeed } from '@millrace/contract'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { FormTrouble, LongTextField, TextField } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { PlannedFeed } from './planned-feed.tsx'
import { parsed, written } from './written.ts'

interface Editing {
  feed: FeedDetail
  /** What is edited: the feed as it is, or as it was. */
  from: FeedVersion
  close: () => void
}

const LINES_SHOWN = 24

interface Looked {
  plan: FeedPlan
  body: PlanFeed
}

/** In two steps: what is wanted, and what that changes. What was not seen is not done. */
export function EditFeed({ feed, from, close }: Editing) {
  const [text, setText] = useState(() => written(from.definition))
  const [roleArn, setRole] = useState(from.roleArn)
  const [looked, setLooked] = useState<Looked>()
  const [begunOn] = useState(feed.version)
  const plan = useAct('planFeed', [])
  const definition = parsed(text)
  const look = async () => {
    const { name, agreementId, version } = { ...feed, agreementId: from.agreementId }
    const body = { name, agreementId, roleArn, definition, version } as PlanFeed
    const planned = await plan.mutateAsync({ body }).catch(() => undefined) // Shown below.
    if (planned) setLooked({ plan: planned, body })
  }
  if (looked) return <Seen {...{ looked, close }} back={() => setLooked(undefined)} />
  return (
    <Panel title={from.version === feed.version ? 'Change' : `Version ${from.version} again`}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (definition) void look()
        }}
      >
        {feed.version !== begunOn && <ChangedMeanwhile version={feed.version} />}
        <TextField label="Works as" value={roleArn} required change={setRole} />
        <LongTextField
          label="Definition"
          hint="As a feed’s file has it, in JSON."
          value={text}
          rows={LINES_SHOWN}
          change={setText}
          problem={definition ? undefined : 'This is no JSON object.'}
        />
        <FormTrouble error={plan.error} />
        <div className="row">
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={plan.isPending || !definition}>
            See what it changes
          </button>
        </div>
      </form>
    </Panel>
  )
}

function ChangedMeanwhile({ version }: Pick<FeedDetail, 'version'>) {
  return (
    <p className="callout warn" role="alert">
      Somebody changed the feed to version {version} since you began. See what yours changes of that
      now, or cancel to read it.
    </p>
  )
}

function Seen(props: { looked: Looked; close: () => void; back: () => void }) {
  const { looked, close, back } = props
  const { plan, body } = looked
  const apply = useAct('applyFeed', ['getFeed', 'listFeedVersions', 'getCalendar'], close)
  const nothing = plan.changes.length === 0
  return (
    <Panel title="What it changes">
      <div className="stack">
        <PlannedFeed plan={plan} />
        <FormTrouble error={apply.error} />
        <div className="row">
          <button type="button" className="button" onClick={back}>
            Back
          </button>
          <button
            type="button"
            className="button primary"
            disabled={apply.isPending || nothing}
            onClick={() =>
              apply.mutate({ body: { ...body, version: plan.version, digest: plan.digest } })
            }
          >
            Change the feed
          </button>
        </div>
      </div>
    </Panel>
  )
}
