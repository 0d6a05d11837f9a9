import type { Sql } from '../../../foundation/sql.ts'
import type { Prospect } from '../model/prospect.ts'
import './tables.ts'

/** A source that is known already gets the newer next step and owner; answers what is kept. */
export async function upsertProspect(sql: Sql, prospect: Prospect): Promise<Prospect> {
  return await sql
    .insertInto('trials.prospects')
    .values(prospect)
    .onConflict((known) =>
      known.columns(['accountId', 'source']).doUpdateSet((row) => ({
        nextStep: row.ref('excluded.nextStep'),
        owner: row.ref('excluded.owner'),
        state: row.ref('excluded.state'),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function prospectsOf(sql: Sql, accountId: string): Promise<Prospect[]> {
  return await sql
    .selectFrom('trials.prospects')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('source')
    .execute()
}
