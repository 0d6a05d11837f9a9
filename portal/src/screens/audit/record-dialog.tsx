import type { AuditRecord } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { Code } from '../../ui/code.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts, Pill, Time } from '../../ui/values.tsx'
import { counted } from '../../ui/words.ts'
import { datasetOf, nameIn } from './dataset-of.ts'
import type { Wanted } from './wanted.ts'

interface RecordDialogProps {
  record: AuditRecord
  wanted: Wanted
  close: () => void
}

/** All that one record says, and the ways from it to those that are like it. */
export function RecordDialog({ record, wanted, close }: RecordDialogProps) {
  const rest = Object.entries(record.detail).filter(([name]) => !TOLD.has(name))
  return (
    <Dialog title={`Record ${record.id}`} close={close}>
      <div className="stack">
        <Facts facts={[...deedOf(record), ...readOf(record), ...sealOf(record)]} />
        {rest.length > 0 && (
          <Code
            title="What is known besides"
            language="json"
            text={JSON.stringify(Object.fromEntries(rest), null, 2)}
          />
        )}
        <Alike record={record} wanted={wanted} close={close} />
      </div>
    </Dialog>
  )
}

/** Members of the detail that have a line of their own. */
const TOLD = new Set([
  ...['behind', 'purpose', 'auditContext', 'sharedEventId', 'tableId', 'columns', 'filterDigest'],
  ...['snapshotVersion', 'dataSnapshotId', 'projected', 'callerAccountId', 'ownerAccountId'],
])

type Fact = readonly [string, React.ReactNode]

function deedOf({ at, actor, principal, action, resource, decision, detail }: AuditRecord): Fact[] {
  const { behind, purpose, auditContext } = detail
  return [
    ['When', <Time key="at" at={at} both />],
    ['Who', <code key="who">{actor}</code>],
    ['As', principal === actor ? undefined : <code key="as">{principal}</code>],
    ['Behind it', code(behind)],
    ['Purpose', text(purpose)],
    ['Engine’s word', text(auditContext)],
    ['Did', <code key="did">{action}</code>],
    ['To', <Resource key="to" resource={resource} />],
    [
      'Decision',
      <Pill key="decision" tone={decision === 'denied' ? 'bad' : 'good'}>
        {decision}
      </Pill>,
    ],
  ]
}

function Resource({ resource }: { resource: string }) {
  const dataset = datasetOf(resource)
  if (!dataset) return <code>{resource}</code>
  return (
    <>
      <Link to={paths.dataset(dataset)}>{`${dataset.database}.${dataset.table}`}</Link>{' '}
      <code className="small">{resource}</code>
    </>
  )
}

/** Of a read: what was open, by which rules, in which state of the data. */
function readOf({ detail }: AuditRecord): Fact[] {
  const { columns, filterDigest, snapshotVersion, dataSnapshotId, projected, tableId } = detail
  const narrowed = typeof filterDigest === 'string'
  return [
    ['Columns', columnsText(columns)],
    ['Rows', narrowed ? 'those that a filter lets through' : columns && 'all'],
    ['Filter, SHA-256', code(filterDigest)],
    ['Rules, version', text(snapshotVersion)],
    ['Data, snapshot', dataSnapshotId !== undefined && code(dataSnapshotId)],
    ['Read from', projected === true ? 'a projection: only what they may read' : undefined],
    ['Table id', code(tableId)],
  ].map(([name, value]) => [name, value || undefined] as Fact)
}

function columnsText(columns: unknown): string | undefined {
  if (!Array.isArray(columns)) return text(columns)
  return columns.length === 0
    ? 'none'
    : `${counted(columns.length, 'column')}: ${columns.join(', ')}`
}

function sealOf({ detail, hash }: AuditRecord): Fact[] {
  const { sharedEventId, callerAccountId, ownerAccountId } = detail
  const shared = text(sharedEventId)
  return [
    ['Reader’s account', code(callerAccountId)],
    ['Owner’s account', code(ownerAccountId)],
    [
      'Shared event',
      shared && (
        <span key="shared" className="row">
          <code>{shared}</code>
          <CopyButton text={shared} label="Copy the shared event id" />
          <span className="small faint">the same in the other account’s audit</span>
        </span>
      ),
    ],
    ['Seal', code(hash)],
  ]
}

function text(value: unknown): string | undefined {
  return value === undefined || value === '' ? undefined : String(value)
}

function code(value: unknown): React.ReactNode {
  const said = text(value)
  return said && <code className="small">{said}</code>
}

/** Narrows what is asked for by what this record is. */
function Alike({ record, wanted, close }: RecordDialogProps) {
  const dataset = datasetOf(record.resource)
  const name = dataset && nameIn(record.accountId, dataset)
  const { actor, principal, action } = record
  const ways: readonly (readonly [string, Wanted | undefined])[] = [
    ['this person', { ...wanted, person: actor }],
    ['this role', principal === actor ? undefined : { ...wanted, role: principal }],
    ['this action', { ...wanted, action }],
    ['this dataset', name ? { ...withoutResource(wanted), dataset: name } : undefined],
  ]
  return (
    <nav className="row small" aria-label="Records alike">
      <span className="faint">Only records of</span>
      {ways.map(
        ([words, search]) =>
          search && (
            <Link key={words} to="/audit" search={search as never} onClick={close}>
              {words}
            </Link>
          ),
      )}
    </nav>
  )
}

/** Either a dataset or a resource can be asked for. */
function withoutResource({ resource: _, ...rest }: Wanted): Wanted {
  return rest
}
