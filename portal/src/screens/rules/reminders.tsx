import type { ReminderTargets } from '@millrace/contract'
import { useState } from 'react'
import { useAct, useAsk } from '../../api/queries.ts'
import { ConfirmButton } from '../../ui/confirm.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ChoiceField, FormTrouble, TextField } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice, problemOf } from '../../ui/states.tsx'
import { ApprovalsPage } from '../access/approvals-page.tsx'

type Target = ReminderTargets['targets'][number]
type Put = (targets: readonly Target[]) => void

const LEAD = 'Who is written to 14 and 2 days before access ends that was granted or held here.'

/** Whom does the account have told before access ends? */
export function RemindersScreen() {
  const reminders = useAsk('getReminderTargets')
  const [kept, setKept] = useState(0)
  const act = useAct('putReminderTargets', ['getReminderTargets'], () => setKept(kept + 1))
  const version = reminders.data?.version ?? 0
  const put: Put = (targets) =>
    act.mutate(
      { body: { targets: [...targets], version } },
      { onError: () => void reminders.refetch() },
    )
  const changed = problemOf(act.error).code === 'governance.changed-meanwhile'
  return (
    <ApprovalsPage lead={LEAD}>
      <div className="stack loose">
        <Panel flush>
          <Answer
            to={reminders}
            empty={({ targets }) => targets.length === 0}
            emptyNotice={
              <Notice icon="inbox" title="Nobody is written to">
                <p>Who asks finds what ends soon on their first page all the same.</p>
              </Notice>
            }
          >
            {({ targets }) => <Targets targets={targets} put={put} act={act} />}
          </Answer>
        </Panel>
        {reminders.data && (
          <Panel title="Write to one more">
            <NewTarget key={kept} targets={reminders.data.targets} put={put} act={act} />
            {changed ? (
              <p className="callout warn" role="alert">
                Somebody else changed them while you looked, so nothing was done. Above is who is
                written to now: look again.
              </p>
            ) : (
              <FormTrouble error={act.error} />
            )}
          </Panel>
        )}
      </div>
    </ApprovalsPage>
  )
}

interface Putting {
  targets: readonly Target[]
  put: Put
  act: { error: unknown; isPending: boolean }
}

function Targets({ targets, put, act }: Putting) {
  return (
    <DataTable
      label="Reminders"
      rows={targets}
      rowKey={addressOf}
      columns={[
        { name: 'To', cell: (target) => <span className="breakable">{addressOf(target)}</span> },
        { name: 'By', cell: ({ kind }) => (kind === 'mail' ? 'mail' : 'web hook') },
        {
          name: 'Change',
          tight: true,
          cell: (target) => (
            <ConfirmButton
              label={`Remove ${addressOf(target)}`}
              text="Remove"
              title="Write there no more?"
              effect={`${addressOf(target)} no longer hears before access ends.`}
              act="Remove it"
              doing={act}
              confirmed={() => put(targets.filter((one) => one !== target))}
            />
          ),
        },
      ]}
    />
  )
}

function NewTarget({ targets, put, act }: Putting) {
  const [kind, setKind] = useState('mail')
  const [address, setAddress] = useState('')
  const next: Target =
    kind === 'mail' ? { kind: 'mail', address } : { kind: 'webhook', url: address }
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        put([...targets, next])
      }}
    >
      <ChoiceField
        label="By"
        value={kind}
        change={setKind}
        choices={[
          ['mail', 'mail'],
          ['webhook', 'web hook'],
        ]}
      />
      <TextField
        wide
        label={kind === 'mail' ? 'Mail address' : 'Address of the web hook'}
        type={kind === 'mail' ? 'email' : 'url'}
        value={address}
        change={setAddress}
        required
      />
      <button type="submit" className="button primary" disabled={act.isPending}>
        Add
      </button>
    </form>
  )
}

function addressOf(target: Target): string {
  return target.kind === 'mail' ? target.address : target.url
}
