import { type Generated, type JSONColumnType, type RawBuilder, sql as raw } from 'kysely'
import { gathered, ofEach } from './gathered.ts'
import { isRolledBack, type Sql, type SqlTransaction } from './sql.ts'

/** One thing that happened, for the audit chain; written in the transaction of the change. */
export interface AuditRecord {
  accountId: string
  /** Who: the authenticated ARN; `platform` for the platform's own work. */
  actor: string
  /** As whom: the role or user whose rights counted. */
  principal: string
  /** What, as `context.verb-done`: `catalog.table-created`, `storage.object-read`. */
  action: string
  /** ARN, `s3://` location or id of what it was done to. */
  resource: string
  decision: 'allowed' | 'denied'
  /** Anything else worth keeping; never a secret. */
  detail?: Record<string, unknown>
}

interface OutboxTable {
  id: Generated<number>
  at: Generated<Date>
  accountId: string
  actor: string
  principal: string
  action: string
  resource: string
  decision: 'allowed' | 'denied'
  detail: JSONColumnType<Record<string, unknown>>
}

declare module './sql.ts' {
  interface Tables {
    'foundation.outbox': OutboxTable
  }
}

/** Who asked, and as whom: a caller of any context. */
export interface Asker {
  accountId: string
  arn: string
  principalArn: string
  /** Who asked for the session that asks, where it is another's than theirs. */
  behind?: string
}

/** What was done; in the asker's account where it names no other. */
export interface Deed {
  accountId?: string
  action: string
  resource: string
  decision?: 'allowed' | 'denied'
  detail?: Record<string, unknown>
}

export function auditRecord(
  { accountId, arn, principalArn, behind }: Asker,
  deed: Deed,
): AuditRecord {
  return {
    decision: 'allowed',
    ...deed,
    ...(behind !== undefined && { detail: { ...deed.detail, behind } }),
    accountId: deed.accountId ?? accountId,
    actor: arn,
    principal: principalArn,
  }
}

/** One line of the audit: what `asker` did. */
export async function recordDone(sql: Sql, asker: Asker, deed: Deed): Promise<void> {
  await putAudit(sql, [auditRecord(asker, deed)])
}

/** The same for what the platform does by itself, with the rights of a role if it needs any. */
export async function recordOwnWork(
  tx: SqlTransaction,
  { accountId, roleArn = PLATFORM }: { accountId: string; roleArn?: string },
  deed: Deed,
): Promise<void> {
  await recordDone(tx, { accountId, arn: PLATFORM, principalArn: roleArn }, deed)
}

const PLATFORM = 'platform'

/**
 * Puts audit records where governance will chain them. In the transaction of the change they commit
 * or vanish with it; what changed nothing, a read or a refusal, is told without one, and commits
 * together with what others tell so at the same moment.
 */
export async function putAudit(sql: Sql, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return
  const { [HELD]: held } = sql as { [HELD]?: AuditRecord[] }
  if (held) held.push(...records)
  else if (sql.isTransaction) await insertRecords(sql, records)
  else await togetherBy(sql)(records)
}

/** Writes what `work` puts on record at its end, in one statement; nothing where it fails. */
export async function recordedTogether(
  tx: SqlTransaction & { [HELD]?: AuditRecord[] },
  work: () => Promise<void>,
): Promise<void> {
  const held: AuditRecord[] = []
  tx[HELD] = held
  try {
    await work()
  } finally {
    delete tx[HELD]
  }
  await putAudit(tx, held)
}

/** Where a transaction holds its records back. */
const HELD = Symbol('held records')

type Told = readonly AuditRecord[]

const TOGETHER_MAX = 64

const togetherBy = ofEach((sql: Sql) =>
  gathered(
    async (several: readonly Told[]) => {
      await insertRecords(sql, several.flat())
      return several.map(() => undefined)
    },
    { sizeMax: TOGETHER_MAX, isUndone: isRolledBack },
  ),
)

async function insertRecords(sql: Sql, records: Told): Promise<void> {
  await raw`INSERT INTO foundation.outbox (${COLUMNS})
    SELECT * FROM unnest(${columnsOf(records)})`.execute(sql)
}

/**
 * For a statement that changes and tells at once: puts each record once the named step before it
 * has answered the `key` that it tells of.
 */
export function auditOfStep(
  step: string,
  told: readonly { key: string; record: AuditRecord }[],
): RawBuilder<unknown> {
  const keys = told.map(({ key }) => key)
  const columns = columnsOf(told.map(({ record }) => record))
  return raw`INSERT INTO foundation.outbox (${COLUMNS})
    SELECT ${COLUMNS} FROM unnest(${keys}::text[], ${columns}) AS told (key, ${COLUMNS})
    WHERE key IN (SELECT key FROM ${raw.ref(step)})`
}

const COLUMNS = raw`decision, action, resource, account_id, actor, principal, detail`

function columnsOf(records: readonly AuditRecord[]): RawBuilder<unknown> {
  const texts = (
    ['decision', 'action', 'resource', 'accountId', 'actor', 'principal'] as const
  ).map((name) => raw`${records.map((record) => record[name])}::text[]`)
  const details = records.map(({ detail = {} }) => JSON.stringify(detail))
  return raw`${raw.join(texts)}, ${details}::jsonb[]`
}

/** How many records wait to be chained, and since when. */
export async function waitingAudit(sql: Sql): Promise<{ count: number; oldestAt: Date | null }> {
  return sql
    .selectFrom('foundation.outbox')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('at').as('oldestAt')])
    .executeTakeFirstOrThrow()
}

/** Hands the oldest records to `chain` and removes them, all in `tx`; answers how many. */
export async function drainAudit(
  tx: SqlTransaction,
  batchSize: number,
  chain: (records: (AuditRecord & { id: number; at: Date })[]) => Promise<void>,
): Promise<number> {
  const rows = await tx
    .selectFrom('foundation.outbox')
    .selectAll()
    .orderBy('id')
    .limit(batchSize)
    .forUpdate()
    .execute()
  if (rows.length === 0) return 0
  await chain(rows)
  const ids = rows.map(({ id }) => id)
  await raw`DELETE FROM foundation.outbox WHERE id = ANY(${ids}::bigint[])`.execute(tx)
  return rows.length
}
