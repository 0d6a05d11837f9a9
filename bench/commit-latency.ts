import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { arrange, connectionUrl } from '../server/src/foundation/postgres-layout.ts'
import { median, timed } from './scenario.ts'

const COMMITS = 100
const ROW_BYTES = 4096

/** What a durable transaction of one row costs on the platform's own database, so many at once. */
export async function commitMilliseconds(home: string, connections: number): Promise<number> {
  const layout = arrange(join(home, 'postgres'))
  const url = connectionUrl(layout, 'millrace')
  const pool = new pg.Pool({ connectionString: url, max: connections })
  try {
    await pool.query('CREATE SCHEMA bench')
    await pool.query('CREATE TABLE bench.commits (bytes bytea)')
    const insert = { name: 'commit', text: 'INSERT INTO bench.commits VALUES ($1)' }
    const bytes = randomBytes(ROW_BYTES)
    const line = () => timed(COMMITS, () => pool.query({ ...insert, values: [bytes] }))
    const runs = await Promise.all(Array.from({ length: connections }, line))
    await pool.query('DROP SCHEMA bench CASCADE')
    return median(runs.flat().sort((one, other) => one - other))
  } finally {
    await pool.end()
  }
}
