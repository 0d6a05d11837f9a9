import type { AskedGrant, Effects, RightsTurn } from '@millrace/contract'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Pill, Who } from '../../ui/values.tsx'
import { bytes, duration } from '../../ui/words.ts'
import { Begins } from './term.tsx'

type Effect = Effects['effects'][number]

const COLUMNS: readonly TableColumn<Effect>[] = [
  {
    name: 'Who',
    cell: ({ principal, dataset: { account } }) => {
      if (principal === 'IAM_ALLOWED_PRINCIPALS') return 'whoever IAM lets read the bucket'
      if (principal.endsWith(':IAMPrincipals')) return `others of ${account.name}`
      return <Who arn={principal} />
    },
  },
  { name: 'On', cell: ({ dataset: { database, table } }) => `${database}.${table}` },
  {
    name: 'Gains',
    cell: ({ gained, widensRestricted, startsAt }) => (
      <span>
        {partOf(gained)} {widensRestricted && <Pill tone="bad">restricted</Pill>}{' '}
        {startsAt && <Begins at={startsAt} />}
      </span>
    ),
  },
  { name: 'Loses', cell: ({ lost }) => partOf(lost) },
  { name: 'Rows', cell: ({ rows }) => (rows ? `${rows.before} → ${rows.after}` : '–') },
]

/** Whose access a change would change, before it is made. */
export function EffectsTable({ seen }: { seen: Omit<Effects, 'digest'> }) {
  if (seen.total === 0)
    return <p className="small soft">Nobody’s access to any table would be another.</p>
  return (
    <>
      {seen.widening > 0 && (
        <p className="bad small">It opens data that is tagged as restricted.</p>
      )}
      <DataTable
        label="What it would change"
        columns={COLUMNS}
        rows={seen.effects}
        rowKey={({ principal, dataset: { database, table }, startsAt }) =>
          `${principal} ${database}.${table} ${startsAt}`
        }
      />
      {seen.total > seen.effects.length && (
        <p className="small faint">and {seen.total - seen.effects.length} more</p>
      )}
    </>
  )
}

const RIGHTS: readonly TableColumn<RightsTurn>[] = [
  { name: 'Who', cell: ({ principal }) => <Who arn={principal} /> },
  { name: 'On', cell: ({ on }) => <span className="breakable">{on}</span> },
  {
    name: 'Gains',
    cell: ({ gained, startsAt }) => (
      <span>
        {rightsOf(gained)} {startsAt && <Begins at={startsAt} />}
      </span>
    ),
  },
  { name: 'Loses', cell: ({ lost }) => rightsOf(lost) },
]

/** Who gains or loses rights on what is no table: a database, a place, a tag, something saved. */
export function RightsTable({ rights }: { rights: readonly RightsTurn[] }) {
  if (rights.length === 0) return null
  return (
    <DataTable
      label="Rights beside tables"
      columns={RIGHTS}
      rows={rights}
      rowKey={({ principal, on, catalog, startsAt }) =>
        `${principal} ${on} ${catalog.id} ${startsAt}`
      }
    />
  )
}

function rightsOf({ permissions, grantable }: RightsTurn['gained']): string {
  const parts = [
    permissions.join(', ').toLowerCase(),
    grantable.length > 0 ? `may pass on ${grantable.join(', ').toLowerCase()}` : '',
  ]
  return parts.filter((part) => part !== '').join('; ') || '–'
}

/** What must be made before what is opened can be read, and what that takes. */
export function CostsList({ seen: { costs, uncosted } }: { seen: Omit<Effects, 'digest'> }) {
  return (
    <>
      {costs.map((cost) => (
        <Cost
          key={`${cost.principal} ${cost.dataset.database}.${cost.dataset.table}`}
          cost={cost}
        />
      ))}
      {uncosted > 0 && (
        <p className="small faint">The cost of {uncosted} more was not estimated.</p>
      )}
    </>
  )
}

function Cost({ cost }: { cost: Effects['costs'][number] }) {
  const { principal, dataset, readBytes, storeBytes, filtered, seconds } = cost
  return (
    <p className="small soft">
      What <Who arn={principal} /> may read of {dataset.database}.{dataset.table} must be made
      first: it takes about <b>{duration(seconds)}</b> and {filtered && 'at most '}
      <b>{bytes(storeBytes)}</b> of storage
      {readBytes !== undefined && <>, from {bytes(readBytes)} of files</>}.
    </p>
  )
}

/** What a grant gives by itself: what stays once all else that its grantee has has ended. */
export function GiftsTable({ gives }: { gives: AskedGrant['gives'] }) {
  return (
    <DataTable
      label="What it gives by itself"
      columns={GIFT_COLUMNS}
      rows={gives}
      rowKey={({ dataset: { database, table } }) => `${database}.${table}`}
    />
  )
}

const GIFT_COLUMNS: readonly TableColumn<AskedGrant['gives'][number]>[] = [
  { name: 'On', cell: ({ dataset: { database, table } }) => `${database}.${table}` },
  {
    name: 'Gives by itself',
    cell: (gift) => (
      <span>
        {partOf(gift)} {gift.restricted && <Pill tone="bad">restricted</Pill>}
      </span>
    ),
  },
  { name: 'Rows', cell: ({ rows }) => rows },
]

function partOf({ permissions, columns }: Effect['gained']): string {
  const rights = permissions.join(', ').toLowerCase()
  if (columns.length === 0) return rights || '–'
  const named = columns.length > 12 ? `${columns.length} columns` : columns.join(', ')
  return rights ? `${rights}; ${named}` : named
}
