import { join } from 'node:path'
import pg from 'pg'
import { arrange, connectionUrl } from '../server/src/foundation/postgres-layout.ts'
import { median, timed } from './scenario.ts'

const COMMITS = 300

/** What one durable transaction of one row costs on the platform's own database, alone. */
export async function commitMilliseconds(home: string): Promise<number> {
  const layout = arrange(join(home, 'postgres'))
  const client = new pg.Client({ connectionString: connectionUrl(layout, 'millrace') })
  await client.connect()
  try {
    await client.query('CREATE SCHEMA bench')
    await client.query('CREATE TABLE bench.commits (at integer)')
    const insert = { name: 'commit', text: 'INSERT INTO bench.commits VALUES ($1)' }
    const runs = await timed(COMMITS, (at) => client.query({ ...insert, values: [at] }))
    await client.query('DROP SCHEMA bench CASCADE')
    return median(runs)
  } finally {
    await client.end()
  }
}
