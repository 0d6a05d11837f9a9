import type { Insertable, Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import './tables.ts'

type Table = Tables['compute.clusterCredentials']

export async function insertCredentials(tx: SqlTransaction, row: Insertable<Table>): Promise<void> {
  await tx.insertInto('compute.clusterCredentials').values(row).execute()
}

export async function findCredentials(
  sql: Sql,
  username: string,
): Promise<Selectable<Table> | undefined> {
  return sql
    .selectFrom('compute.clusterCredentials')
    .selectAll()
    .where('username', '=', username)
    .executeTakeFirst()
}

export async function deleteCredentialsOf(tx: SqlTransaction, clusterId: string): Promise<void> {
  await tx.deleteFrom('compute.clusterCredentials').where('clusterId', '=', clusterId).execute()
}

export async function deleteExpiredCredentials(sql: Sql, now: Date): Promise<void> {
  await sql.deleteFrom('compute.clusterCredentials').where('expiresAt', '<', now).execute()
}
