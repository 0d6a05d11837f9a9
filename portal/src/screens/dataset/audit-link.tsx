import type { DatasetRef } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useAsk } from '../../api/queries.ts'

/** To every use of a dataset, for who may read an audit. */
export function AuditLink({ dataset }: { dataset: DatasetRef }) {
  const { account, database, table } = dataset
  const me = useAsk('getMe').data
  const enabled = me?.areas.includes('audit') ?? false
  const audits = useAsk('listAudits', {}, { enabled }).data
  if (!enabled || !audits) return null
  const name = `${database}.${table}`
  const owners = audits.items.some(({ id }) => id === account.id)
  // Who may not read the owner's audit finds in their own what their own people did.
  const search = owners
    ? { ...(account.id !== me?.account.id && { account: account.id }), dataset: name }
    : { dataset: `${account.id}/${name}` }
  return (
    <Link className="small" to="/audit" search={search as never}>
      {owners ? 'Who used this?' : 'Who of yours used this?'}
    </Link>
  )
}
