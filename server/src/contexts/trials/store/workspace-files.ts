import type { Sql } from '../../../foundation/sql.ts'
import type { KeptFile } from '../model/workspace.ts'
import './tables.ts'

export async function keepFile(
  sql: Sql,
  trialId: string,
  file: KeptFile & { content: Buffer | null },
): Promise<void> {
  await sql
    .insertInto('trials.workspaceFiles')
    .values({ trialId, ...file })
    .onConflict((kept) => kept.columns(['trialId', 'path']).doNothing())
    .execute()
}

export async function filesOf(sql: Sql, trialId: string): Promise<KeptFile[]> {
  return await sql
    .selectFrom('trials.workspaceFiles')
    .select(['path', 'sizeBytes', 'digest'])
    .where('trialId', '=', trialId)
    .orderBy('path')
    .execute()
}

export async function fileContent(
  sql: Sql,
  { trialId, path }: { trialId: string; path: string },
): Promise<Buffer | undefined> {
  const row = await sql
    .selectFrom('trials.workspaceFiles')
    .select('content')
    .where('trialId', '=', trialId)
    .where('path', '=', path)
    .executeTakeFirst()
  return row?.content ?? undefined
}
