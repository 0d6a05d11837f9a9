import type { RowAttachment, RowPolicy } from '@millrace/contract'
import { useState } from 'react'
import { usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { RowActions } from '../../ui/row-actions.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Who } from '../../ui/values.tsx'
import { AttachDialog, DetachDialog } from './attach-dialog.tsx'
import { GrantsPage } from './grants-page.tsx'
import { DeletePolicyDialog, PolicyDialog } from './policy-dialogs.tsx'

const COLUMNS: readonly TableColumn<RowPolicy>[] = [
  { name: 'Name', by: ({ name }) => name, cell: ({ name }) => <code>{name}</code> },
  { name: 'Rows where', cell: ({ rows }) => <code className="breakable">{rows}</code> },
  { name: 'Holds on', cell: (policy) => <Attachments policy={policy} /> },
  { name: 'Change', tight: true, cell: (policy) => <Actions policy={policy} /> },
]

/** Which rows does nobody see, whatever they were granted? */
export function RowPoliciesScreen() {
  const policies = usePages('listRowPolicies')
  const [making, setMaking] = useState(false)
  return (
    <GrantsPage
      lead="Where a row policy holds, its rows alone are seen, whatever else is granted."
      action={
        <button type="button" className="button primary" onClick={() => setMaking(true)}>
          New policy
        </button>
      }
    >
      <Panel flush>
        <Answer
          to={policies}
          emptyNotice={
            <Notice icon="lock" title="There is no row policy that you may see">
              <p>A data lake admin makes one, and attaches it to tables by name or by tags.</p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Row policies"
              rows={rows}
              rowKey={({ name }) => name}
              more={policies.more}
              columns={COLUMNS}
            />
          )}
        </Answer>
      </Panel>
      {making && <PolicyDialog close={() => setMaking(false)} />}
    </GrantsPage>
  )
}

function Attachments({ policy }: { policy: RowPolicy }) {
  const [going, setGoing] = useState<RowAttachment>()
  if (policy.attachments.length === 0) return <span className="faint">nothing yet</span>
  return (
    <>
      <ul className="stack">
        {policy.attachments.map((one) => (
          <li key={textOf(one)} className="row">
            <span className="breakable">
              {one.on} for {one.principal ? <Who arn={one.principal} /> : 'everybody'}
              {one.condition && `, when ${one.condition}`}
            </span>
            <button
              type="button"
              className="button small"
              aria-label={`Detach ${policy.name} from ${textOf(one)}`}
              onClick={() => setGoing(one)}
            >
              Detach
            </button>
          </li>
        ))}
      </ul>
      {going && (
        <DetachDialog policy={policy} attachment={going} close={() => setGoing(undefined)} />
      )}
    </>
  )
}

function textOf({ on, principal = 'everybody', condition = '' }: RowAttachment): string {
  return `${on} for ${principal} ${condition}`.trim()
}

function Actions({ policy }: { policy: RowPolicy }) {
  return (
    <RowActions
      of={policy.name}
      before={<Attach policy={policy} />}
      changing={(close) => <PolicyDialog policy={policy} close={close} />}
      deleting={(close) => <DeletePolicyDialog policy={policy} close={close} />}
    />
  )
}

function Attach({ policy }: { policy: RowPolicy }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-label={`Attach ${policy.name}`}
        onClick={() => setOpen(true)}
      >
        Attach
      </button>
      {open && <AttachDialog policy={policy} close={() => setOpen(false)} />}
    </>
  )
}
