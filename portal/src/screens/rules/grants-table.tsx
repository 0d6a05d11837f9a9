import type { Grant, RuleChange } from '@millrace/contract'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Pill, Who } from '../../ui/values.tsx'
import { shortName } from '../../ui/words.ts'
import { Term } from '../access/term.tsx'
import { ConfirmDialog } from './change-dialog.tsx'

const COLUMNS: readonly TableColumn<Grant>[] = [
  { name: 'To', by: ({ principal }) => principal, cell: (grant) => <Grantee grant={grant} /> },
  { name: 'On', by: ({ on }) => on, cell: (grant) => <What grant={grant} /> },
  {
    name: 'May',
    cell: ({ permissions, grantable }) => (
      <span className="row">
        {permissions.join(', ').toLowerCase()}
        {grantable.length > 0 && <Pill tone="info">may pass it on</Pill>}
      </span>
    ),
  },
  {
    name: 'Ends',
    by: ({ endsAt }) => endsAt,
    cell: (grant) => (
      <span className="row">
        <Term {...grant} />
        {grant.state === 'invalid' && <Pill tone="warn">void</Pill>}
        {grant.state === 'ended' && <Pill>over</Pill>}
      </span>
    ),
  },
  { name: 'From', cell: ({ grantedBy }) => (grantedBy ? <Who arn={grantedBy} /> : '–') },
  { name: 'Take back', tight: true, cell: (grant) => <Revoke grant={grant} /> },
]

export function GrantsTable(props: {
  rows: readonly Grant[]
  more?: { busy: boolean; load: () => void } | undefined
}) {
  return (
    <DataTable
      label="Grants"
      columns={COLUMNS}
      rows={props.rows}
      rowKey={({ id }) => id}
      more={props.more}
    />
  )
}

function Grantee({ grant: { principal, origin } }: { grant: Grant }) {
  return (
    <span className="row">
      <Named principal={principal} />
      {origin === 'creator' && <Pill>as creator</Pill>}
    </span>
  )
}

function Named({ principal }: { principal: string }) {
  const accounts = useAsk('listAccounts', { query: { limit: 200 } })
  const account = accounts.data?.items.find(({ id }) => id === principal)
  if (account) return <span title={principal}>account {account.name}</span>
  if (principal === 'organization') return <>the organization</>
  return <Who arn={principal} />
}

function What({ grant: { on, filter, catalog } }: { grant: Grant }) {
  return (
    <span className="breakable" title={`In the catalog of ${catalog.name}`}>
      {on}
      {filter && `, by data filter ${filter}`}
    </span>
  )
}

/** What one’s own account was given is its owner’s to take back. */
function Revoke({ grant }: { grant: Grant }) {
  const me = useAsk('getMe')
  const [open, setOpen] = useState(false)
  const mine = me.data?.account.id
  if (grant.principal === mine && grant.catalog.id !== mine)
    return <span className="faint">received</span>
  const who = shortName(grant.principal)
  return (
    <>
      <button
        type="button"
        className="button small danger"
        aria-label={`Revoke: ${who}, ${grant.on}`}
        onClick={() => setOpen(true)}
      >
        Revoke
      </button>
      {open && (
        <ConfirmDialog
          title={`Take this back from ${who}?`}
          act="Revoke"
          danger
          close={() => setOpen(false)}
          changes={() => [revokeOf(grant)]}
          note={<p>What they granted to others by it stays, and is theirs to lose separately.</p>}
        />
      )}
    </>
  )
}

/** Just this grant: of the same words with another end it takes nothing. */
function revokeOf(grant: Grant): RuleChange {
  const { principal, resource, permissions, grantable, startsAt, endsAt, condition } = grant
  return {
    ...{ does: 'revoke', account: grant.catalog.id, principal, resource, permissions, grantable },
    ...(startsAt && { startsAt }),
    ...(endsAt && { endsAt }),
    ...(condition && { condition }),
  }
}
