import type { AccountId } from '../../identity/index.ts'
import type { Principal } from '../model/reach.ts'
import { registeredDatabase, registeredTable } from '../model/register-changes.ts'
import { createSnapshot, next, type Snapshot } from '../model/snapshot.ts'
import { type Change, defaultSettings, emptyWorld } from '../model/world.ts'

/** Governance, producer, consumer, and an outsider of another organization. */
export const ACCOUNTS = {
  G: '700000000011' as AccountId,
  P: '700000000012' as AccountId,
  C: '700000000013' as AccountId,
  X: '700000000014' as AccountId,
}

const { G } = ACCOUNTS
export const AT = new Date('2026-03-01T00:00:00Z')

/** `C/quant` is user quant of account C; `C/quant#desk=fx` has a tag. */
export function who(name: string): Principal {
  const [account = 'G', user = '', key, value = ''] = name.split(/[/#=]/)
  const accountId = ACCOUNTS[account as keyof typeof ACCOUNTS]
  const attributes = key === undefined ? {} : { attributes: { [key]: value } }
  return { accountId, arn: `arn:aws:iam::${accountId}:user/${user}`, ...attributes }
}

export function tableRow(databaseId: string, name: string, columns: string, by: string) {
  const list = columns.split(',').map((column, index) => {
    const [columnName = '', type = 'string'] = column.split(':')
    return { id: index + 1, name: columnName, type, partitionSource: columnName === 'dt' }
  })
  return { id: `t-${name}`, databaseId, name, creatorArn: who(by).arn, columns: list }
}

/** Databases mkt and lab, tables trades and quotes, three tags, no IAM_ALLOWED_PRINCIPALS. */
export function caseWorld(): Snapshot {
  const changes: Change[] = Object.entries(ACCOUNTS).flatMap(([name, id]): Change[] => {
    const admins = [who(`${name}/admin`).arn, who(`${name}/admin2`).arn]
    const closed = { openDatabases: false, openTables: false, admins }
    const readOnlyAdmins = [who(`${name}/ro`).arn]
    const settings = { ...defaultSettings(id), ...closed, readOnlyAdmins }
    return [
      { of: 'accounts', key: id, row: { id, organization: name !== 'X' } },
      { of: 'settings', key: id, row: settings },
    ]
  })
  let snapshot = next(createSnapshot(emptyWorld, 0), changes)
  const creatorArn = who('P/eng').arn
  for (const [name, location] of [
    ['mkt', 's3://lake/mkt/'],
    ['lab', 's3://lake/lab/'],
  ] as const) {
    const database = { id: `d-${name}`, accountId: G, name, location, creatorArn }
    snapshot = next(snapshot, registeredDatabase(snapshot, database, AT))
  }
  const tables = [
    ['trades', 'sym,px:double,qty:long,trader_id,pnl:double,dt:date'],
    ['quotes', 'sym,bid:double,ask:double'],
  ] as const
  for (const [name, columns] of tables)
    snapshot = next(
      snapshot,
      registeredTable(snapshot, tableRow('d-mkt', name, columns, 'P/eng'), AT),
    )
  return next(snapshot, taggedFixture())
}

function taggedFixture(): Change[] {
  const tags = {
    domain: ['market', 'research', 'ops'],
    sens: ['public', 'internal', 'restricted'],
    region: ['us', 'eu'],
  }
  const assign = (databaseId: string, key: string, value: string): Change => ({
    of: 'assignments',
    key: `${databaseId}|||${key}`,
    row: { databaseId, key, value, assignedBy: who('G/admin').arn, assignedAt: AT },
  })
  const location = { location: 's3://lake', accountId: G, hybrid: false, registeredAt: AT }
  return [
    ...Object.entries(tags).map(
      ([key, values]): Change => ({
        of: 'tags',
        key: `${G}|${key}`,
        row: { accountId: G, key, values },
      }),
    ),
    assign('d-mkt', 'domain', 'market'),
    assign('d-mkt', 'sens', 'internal'),
    assign('d-lab', 'domain', 'research'),
    { of: 'locations', key: 's3://lake', row: location },
  ]
}
