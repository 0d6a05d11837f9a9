import type { ApprovalRule, ApprovalRulesPlan, Need, RequestTurn } from '@millrace/contract'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Time, Who } from '../../ui/values.tsx'
import { shortName } from '../../ui/words.ts'

const COLUMNS: readonly TableColumn<RequestTurn>[] = [
  {
    name: 'Request',
    cell: ({ principal, dataset: { database, table }, requestedAt }) => (
      <>
        <Who arn={principal} /> on {database}.{table}, <Time at={requestedAt} />
      </>
    ),
  },
  { name: 'Needs now', cell: ({ before }) => <Needs needs={before} /> },
  { name: 'Would need', cell: ({ after }) => <Needs needs={after} /> },
]

/** Whose word open requests would need by other rules of approval. */
export function RequestTurns({ plan: { requests, total } }: { plan: ApprovalRulesPlan }) {
  if (total === 0)
    return <p className="small soft">No open request would need another’s word than now.</p>
  return (
    <>
      <DataTable
        label="Open requests that it changes"
        columns={COLUMNS}
        rows={requests}
        rowKey={({ id }) => id}
      />
      {total > requests.length && <p className="small faint">and {total - requests.length} more</p>}
    </>
  )
}

/** Approvers whose word would grant nothing. */
export function Powerless({ approvers }: { approvers: readonly string[] }) {
  if (approvers.length === 0) return null
  return (
    <p className="callout warn">
      {approvers.map(shortName).join(', ')} may grant nothing at the moment: who is neither a data
      lake administrator nor has the grant option can refuse a request, and approve none.
    </p>
  )
}

function Needs({ needs }: { needs: readonly Need[] }) {
  if (needs.length === 0) return <>an admin of who asks</>
  return (
    <ul>
      {needs.map(({ rule, persons, approvers, approved }) => (
        <li key={rule}>
          {persons} of {approvers.map(shortName).join(', ')} ({rule}
          {approved > 0 && `; ${approved} approved`})
        </li>
      ))}
    </ul>
  )
}

/** The rules as somebody else left them. */
export function RulesNow({ rules }: { rules: readonly ApprovalRule[] }) {
  if (rules.length === 0) return <p>There is no rule of approval now.</p>
  return (
    <ul className="plan" aria-label="Rules as they are now">
      {rules.map(({ name, persons, approvers, expression }) => (
        <li key={name}>
          {name}: {persons} of {approvers.map(shortName).join(', ')} for{' '}
          {expression.map(({ key, values }) => `${key} = ${values.join(' or ')}`).join(' and ')}
        </li>
      ))}
    </ul>
  )
}
