import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'

interface ProjectionSpeedsTable {
  writer: number
  madeSeconds: number
  expectedSeconds: number
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.projectionSpeeds': ProjectionSpeedsTable
  }
}

/** Work of so many expected seconds counts; what was before it fades away. */
const REMEMBERED_SECONDS = 600

export interface Speed {
  madeSeconds: number
  expectedSeconds: number
}

/** How long work took, and how long it should have taken. */
export async function findSpeed(sql: Sql, writer: number): Promise<Speed | undefined> {
  return sql
    .selectFrom('catalog.projectionSpeeds')
    .select(['madeSeconds', 'expectedSeconds'])
    .where('writer', '=', writer)
    .executeTakeFirst()
}

export async function addSpeed(sql: Sql, writer: number, speed: Speed): Promise<void> {
  const known = 'catalog.projectionSpeeds'
  const fade = raw`LEAST(1, ${REMEMBERED_SECONDS} / ${raw.ref(`${known}.expectedSeconds`)})`
  const added = (column: keyof Speed) =>
    raw<number>`${raw.ref(`${known}.${column}`)} * ${fade} + ${raw.ref(`excluded.${column}`)}`
  await sql
    .insertInto(known)
    .values({ writer, ...speed })
    .onConflict((taken) =>
      taken.column('writer').doUpdateSet({
        madeSeconds: added('madeSeconds'),
        expectedSeconds: added('expectedSeconds'),
      }),
    )
    .execute()
}
